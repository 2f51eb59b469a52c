using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("libondevicerec")]
[assembly: InternalsVisibleTo("OnDeviceRec.Device.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Models")]
