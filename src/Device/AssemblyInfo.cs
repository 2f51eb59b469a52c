using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Device.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Models")]
