using System.Text.Json.Nodes;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

/// <summary>A tuning is done once for a data set's folder, and whatever lies there is never an error.</summary>
public sealed class KnnTuningFileTests : IDisposable
{
    private const double Share = 0.2;
    private const string Name = "knn-tuning.json";

    private static readonly KnnOptions[] Expected = Tune(SmallData.Shop, new HeardProgress());

    private readonly TempFolder folder = new();

    public KnnTuningFileTests() => DatasetFolder.Write(SmallData.Shop, folder.Path);

    [Fact]
    public void A_tuning_is_kept_in_the_folder_and_taken_from_there_with_one_note()
    {
        AssertTunedAnew(problem: null);
        AssertTaken();
        Assert.Equal([Name], folder.Names.Where(name => name.StartsWith("knn", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_data_set_in_memory_keeps_nothing()
    {
        Assert.Null(SmallData.Shop.Folder);
        Assert.DoesNotContain(Name, folder.Names);
    }

    [Fact]
    public void A_tuning_that_was_stopped_between_is_taken_as_far_as_it_went()
    {
        Tuning(new HeardProgress()).Neighbors();
        var heard = new HeardProgress();
        Assert.Equal(Expected, Tune(Read(), heard));
        Assert.Equal(["tuning kNN+repeats"], heard.Stages);
        AssertTaken();
    }

    [Fact]
    public void Another_start_is_tuned_from_there()
    {
        AssertTunedAnew(problem: null);
        var heard = new HeardProgress();
        KnnOptions start = Expected[0] with { Candidates = 100 };
        Assert.Equal(100, Tuning(heard).WithRepeats(start).Candidates);
        Assert.Equal(["tuning kNN+repeats"], heard.Stages);
    }

    [Theory]
    [InlineData("sequences")]
    [InlineData("ends of sequences")]
    [InlineData("shortest prefix")]
    [InlineData("items")]
    [InlineData("validation sequences")]
    [InlineData("share")]
    public void Other_data_or_another_share_is_tuned_anew(string what)
    {
        AssertTunedAnew(problem: null);
        Dataset shop = SmallData.Shop;
        int[][] rows = [.. Enumerable.Range(0, shop.Train.Count).Select(s => shop.Train[s].ToArray())];
        if (what == "sequences") rows[0][0] = (rows[0][0] + 1) % shop.Items;
        if (what == "ends of sequences") (rows[0], rows[1]) = ([.. rows[0], rows[1][0]], rows[1][1..]);
        var other = new Dataset(
            "shop",
            what == "items" ? shop.Items + 1 : shop.Items,
            what == "shortest prefix" ? 2 : shop.MinPrefix,
            Sequences.Of(rows),
            shop.Test,
            what == "validation sequences" ? shop.Test : null)
        {
            Folder = folder.Path,
        };
        double share = what == "share" ? 0.3 : Share;
        AssertStages(other, share, "tuning kNN", "tuning kNN+repeats");
        AssertStages(other, share);
        AssertTunedAnew(problem: null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("what is this?")]
    [InlineData("{\"version\": 1, \"data\": null, \"validationShare\": 0.2, \"choices\": []}")]
    [InlineData("{\"version\": \"one\", \"data\": \"x\", \"validationShare\": 0.2, \"choices\": []}")]
    [InlineData("{\"version\": 1, \"data\": \"x\", \"validationShare\": 1e999, \"choices\": [7]}")]
    public void A_file_of_something_else_is_tuned_anew_with_one_note(string text)
    {
        folder.Write(Name, text);
        AssertTunedAnew(problem: "this is no tuning of kNN; it is tuned anew.");
        AssertTaken();
    }

    [Fact]
    public void A_very_long_file_is_not_read()
    {
        folder.Write(Name, new string(' ', 1 << 20));
        AssertTunedAnew(problem: "this is no tuning of kNN; it is tuned anew.");
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_taken_or_tuned_anew_and_never_an_error()
    {
        AssertTunedAnew(problem: null);
        byte[] whole = File.ReadAllBytes(folder[Name]);
        for (int at = 0; at < whole.Length; at += 5)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            folder.Write(Name, damaged);
            var heard = new HeardProgress();
            KnnOptions[] tuned = Tune(Read(), heard);
            if (heard.Stages.Count == 2) Assert.Equal(Expected, tuned);
            Assert.InRange(heard.Notes.Count, 0, 2);
        }
    }

    [Theory]
    [InlineData("positionDecay", 5.0)]
    [InlineData("itemDecay", -1.0)]
    [InlineData("itemDecay", 0.0)]
    [InlineData("neighbors", 2)]
    [InlineData("candidates", int.MaxValue)]
    [InlineData("repeatWeight", 1.0)]
    public void Settings_that_the_tuning_cannot_choose_are_not_taken(string name, object value)
    {
        AssertTunedAnew(problem: null);
        Change(json => json["choices"]![0]!["chosen"]![name] = JsonValue.Create(value));
        var heard = new HeardProgress();
        Assert.Equal(Expected, Tune(Read(), heard));
        Assert.Equal("tuning kNN", heard.Stages[0]);
        AssertTaken();
    }

    [Theory]
    [InlineData("version", 2)]
    [InlineData("data", "00")]
    public void Another_version_or_hash_is_tuned_anew_without_a_word(string name, object value)
    {
        AssertTunedAnew(problem: null);
        Change(json => json[name] = JsonValue.Create(value));
        AssertTunedAnew(problem: null);
        AssertTaken();
    }

    // Root may write everywhere, but not a file over a folder.
    [Fact]
    public void Where_nothing_can_be_written_tuning_goes_on_with_one_note()
    {
        Directory.CreateDirectory(folder[Name]);
        AssertTunedAnew(problem: "The tuning of kNN is not kept.");
        AssertTunedAnew(problem: "The tuning of kNN is not kept.");
        Assert.DoesNotContain(folder.Names, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_gone_is_no_error()
    {
        Dataset gone = new("shop", SmallData.Items, 1, SmallData.Shop.Train, SmallData.Shop.Test) { Folder = folder["gone"] };
        var heard = new HeardProgress();
        Tune(gone, heard);
        Assert.EndsWith("The tuning of kNN is not kept.", Assert.Single(heard.Notes), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertStages(Dataset dataset, double share, params string[] stages)
    {
        var heard = new HeardProgress();
        Tune(dataset, heard, share);
        Assert.Equal(stages, heard.Stages);
    }

    private static KnnOptions[] Tune(Dataset dataset, HeardProgress heard, double share = Share)
    {
        var tuning = new KnnTuning(dataset, share, heard, TestContext.Current.CancellationToken);
        KnnOptions plain = tuning.Neighbors();
        return [plain, tuning.WithRepeats(plain)];
    }

    private Dataset Read()
    {
        Dataset read = DatasetFolder.ReadTraining(folder.Path);
        Assert.Equal(folder.Path, read.Folder);
        return read;
    }

    private KnnTuning Tuning(HeardProgress heard) => new(Read(), Share, heard, TestContext.Current.CancellationToken);

    private void AssertTunedAnew(string? problem)
    {
        var heard = new HeardProgress();
        Assert.Equal(Expected, Tune(Read(), heard));
        Assert.Equal(["tuning kNN", "tuning kNN+repeats"], heard.Stages);
        if (problem is null) Assert.Empty(heard.Notes);
        else Assert.EndsWith(problem, Assert.Single(heard.Notes), StringComparison.Ordinal);
    }

    private void AssertTaken()
    {
        var heard = new HeardProgress();
        Assert.Equal(Expected, Tune(Read(), heard));
        Assert.Empty(heard.Stages);
        Assert.Empty(heard.Reports);
        Assert.Equal($"kNN was tuned before: the settings are those of {folder[Name]}.", Assert.Single(heard.Notes));
    }

    private void Change(Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder[Name]))!;
        change(json);
        folder.Write(Name, json.ToJsonString());
    }
}
