using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Peers;

try
{
    if (args is ["lists", .. string[] rest])
        return rest is [string model, string data] ? ListsReport.Run(model, data) : throw new FormatException("lists MODEL DATA");
    ReportOptions options = ReportOptions.Parse(args);
    PeersReport.Run(options).Show(options);
    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
