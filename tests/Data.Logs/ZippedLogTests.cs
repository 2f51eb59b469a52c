using System.IO.Compression;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Tests;

public class ZippedLogTests
{
    private const string Log = "user,item,time\nu1,a,1500000000\nu1,b,1500000001\nu3,a,1500200000\nu3,b,1500200001\n";
    private const string Events = "timestamp,visitorid,event,itemid,transactionid\n1439175600000,7,view,11,\n";

    [Fact]
    public void The_one_log_that_is_in_it_is_read()
    {
        using var scratch = new Scratch();
        Zip(scratch["log.zip"], ("release/readme.md", "x"), ("release/log.csv", Log));
        Assert.Equal(4, scratch.Prepare("log.zip").Read.Events);
        Zip(scratch["two.zip"], ("a.csv", Log), ("b.csv", Log));
        scratch.Refuses<DataFormatException>("two.zip", options => options with { Replace = true }, "two.zip: holds 2 logs");
    }

    [Fact]
    public void A_layouts_log_is_found_by_its_name()
    {
        using var scratch = new Scratch();
        PreparationOptions Asked(PreparationOptions options) =>
            options with { Layout = LogLayout.All.Single(one => one.Name == "retailrocket") };
        Zip(scratch["archive.zip"], ("categories.csv", "x"), ("events.csv", Events));
        scratch.Refuses<DataFormatException>("archive.zip", Asked, "archive.zip: leaves no t");
        Zip(scratch["other.zip"], ("events.txt", Events));
        scratch.Refuses<DataFormatException>("other.zip", Asked, "other.zip: holds no events.csv");
        byte[] whole = File.ReadAllBytes(scratch["archive.zip"]);
        scratch.With("short.zip", whole[..(whole.Length / 2)]);
        scratch.Refuses<DataFormatException>("short.zip", Asked, "short.zip: cannot be unpacked");
    }

    private static void Zip(string path, params (string Name, string Text)[] entries)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, string text) in entries)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
