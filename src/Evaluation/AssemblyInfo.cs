using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Evaluation.Tests")]
