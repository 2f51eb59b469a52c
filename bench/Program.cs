using BenchmarkDotNet.Running;
using OnDeviceRec.Bench;

BenchmarkSwitcher.FromAssembly(typeof(MatrixProductBenchmarks).Assembly).Run(args);
