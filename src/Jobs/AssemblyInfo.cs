using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Jobs.Tests")]
