using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Bench.Peers")]
