using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Data.Logs")]
[assembly: InternalsVisibleTo("OnDeviceRec.Data.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Models")]
