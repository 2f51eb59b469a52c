using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Jobs.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Fuzzing")]
