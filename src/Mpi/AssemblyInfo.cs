using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Mpi.Tests")]
