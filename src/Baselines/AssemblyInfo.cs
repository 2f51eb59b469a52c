using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Baselines.Tests")]
