using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Device.Tests")]
