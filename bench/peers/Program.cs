using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Peers;

try
{
    ReportOptions options = ReportOptions.Parse(args);
    PeersReport.Run(options).Show(options);
    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
