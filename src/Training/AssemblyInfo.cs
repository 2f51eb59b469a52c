using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Training.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Distillation.Tests")]
[assembly: InternalsVisibleTo("OnDeviceRec.Fuzzing")]
