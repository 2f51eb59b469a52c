using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Autograd.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Bench")]
