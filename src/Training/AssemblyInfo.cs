using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Training.Tests")]
