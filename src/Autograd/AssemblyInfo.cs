using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Autograd.Tests")]
