using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Baselines.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Fuzzing")]
