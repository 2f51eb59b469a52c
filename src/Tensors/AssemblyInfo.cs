using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Tensors.Tests")]
