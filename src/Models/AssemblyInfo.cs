using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Bench.Peers")]
[assembly: InternalsVisibleTo("OnDeviceRec.Device.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Models.Tests")]
