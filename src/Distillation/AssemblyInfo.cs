using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Distillation.Tests")]
