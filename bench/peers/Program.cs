using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Peers;
using OnDeviceRec.Bench.Peers.Scan;

try
{
    if (args is ["lists", .. string[] rest])
        return rest is [string model, string data] ? ListsReport.Run(model, data) : throw new FormatException("lists MODEL DATA");
    if (args is ["scan", string scanned, string folder, .. string[] more])
    {
        ReportOptions wanted = ReportOptions.Parse(more);
        ScanReport.Run(scanned, folder, wanted).Show(wanted);
        return 0;
    }

    ReportOptions options = ReportOptions.Parse(args);
    PeersReport.Run(options).Show(options);
    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
