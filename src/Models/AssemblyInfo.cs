using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Models.Tests")]
