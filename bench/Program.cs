using OnDeviceRec.Bench.Kernels;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Ratios;
using OnDeviceRec.Bench.Scaling;
using OnDeviceRec.Bench.Scan;
using OnDeviceRec.Bench.Steps;

try
{
    switch (args)
    {
        case ["ratios", .. var rest]: Show(RatiosReport.Run, rest); break;
        case ["steps", .. var rest]: Show(StepsReport.Run, rest); break;
        case ["scaling", .. var rest]: Show(ScalingReport.Run, rest); break;
        case ["scan", .. var rest]: Show(ScanReport.Run, rest); break;
        case ["sampled", .. var rest]: Show(SampledReport.Run, rest); break;
        default: KernelRuns.Run(args); break;
    }

    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

static void Show(Func<ReportOptions, ReportPage> report, string[] arguments)
{
    ReportOptions options = ReportOptions.Parse(arguments);
    report(options).Show(options);
}
