using System.IO.Compression;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Experiments.Studies;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tests.Experiments.Studies;

/// <summary>Files in a folder of measurements that no experiment wrote are refused.</summary>
public sealed class MeasurementStoreTests : IDisposable
{
    private static readonly Arm Arm = new(Part.Teacher, JobResolver.Start(JobVerbs.Run, preset: null));

    private readonly TempFolder folder = new();

    [Fact]
    public void What_was_kept_is_there_again()
    {
        byte[] ranks = Keep();
        Assert.Equal(ranks, Store().Find(Arm)!.Result.Ranks.ToArray());
    }

    [Fact]
    public void A_text_of_its_job_that_is_no_Unicode_is_refused()
    {
        Keep();
        string path = Directory.GetFiles(folder.Path).Single();
        string text = File.ReadAllText(path);
        Assert.Contains("\"preset\": \"copy\"", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"preset\": \"copy\"", "\"preset\": \"\\ud800\"", StringComparison.Ordinal));
        AssertRefused();
    }

    [Fact]
    public void More_ranks_than_examples_are_not_unpacked()
    {
        Keep();
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize)) deflate.Write(new byte[64 << 20]);
        string path = Directory.GetFiles(folder.Path).Single();
        JsonNode file = JsonNode.Parse(File.ReadAllText(path))!;
        file["ranks"] = Convert.ToBase64String(packed.ToArray());
        File.WriteAllText(path, file.ToJsonString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    public void Dispose() => folder.Dispose();

    private void AssertRefused() =>
        Assert.Contains("this is no measurement", Assert.Throws<CheckpointException>(Store).Message, StringComparison.Ordinal);

    private MeasurementStore Store() => new(folder.Path, SmallData.Shop);

    private byte[] Keep()
    {
        Dataset shop = SmallData.Shop;
        var examples = new Examples(shop.Test, shop.MinPrefix);
        byte[] ranks = [.. Enumerable.Range(0, examples.Count).Select(i => (byte)(i % 21))];
        var result = EvaluationResult.OfRanks(examples, ranks, new Popularity(shop.Train, shop.Items));
        Store().Add(Arm, "shop", new Measurement(result, 100, 1.5));
        return ranks;
    }
}
