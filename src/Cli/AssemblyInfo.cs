using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OnDeviceRec.Cli.Tests")]
