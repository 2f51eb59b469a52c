using BenchmarkDotNet.Running;
using OnDeviceRec.Bench;
using OnDeviceRec.Bench.Ratios;

if (args is ["ratios", .. var rest]) RatiosReport.Run(json: rest.Contains("--json"));
else BenchmarkSwitcher.FromAssembly(typeof(MatrixProductBenchmarks).Assembly).Run(args);
