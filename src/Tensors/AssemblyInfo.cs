using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Autograd")]
[assembly: InternalsVisibleTo("OnDeviceRec.Tensors.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Bench")]
