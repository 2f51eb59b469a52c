using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Data.Logs.Tests")]
