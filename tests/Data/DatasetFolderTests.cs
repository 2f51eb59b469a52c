using FsCheck.Xunit;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Tests;

public class DatasetFolderTests
{
    [Fact]
    public void A_folder_is_read_as_its_files_say()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("train.sessions.txt", "1 2  3 \r\n\n4\n\t2 2\n3");
        folder.Write("valid.sessions.txt", "2 4\n1\n1\n1");
        folder.Write("items.txt", "lamp\r\nTür\nc\nd\ne");
        Dataset dataset = DatasetFolder.Read(folder.Path);
        Assert.Equal("small", dataset.Name);
        Assert.Equal(5, dataset.Items);
        Assert.Equal(1, dataset.MinPrefix);
        Assert.Equal([[0, 1, 2], [1, 1]], Rows.Of(dataset.Train));
        Assert.Equal([[4, 0]], Rows.Of(dataset.Test));
        Assert.Equal([[1, 3]], Rows.Of(dataset.Valid!));
        Assert.Equal(["lamp", "Tür", "c", "d", "e"], dataset.ItemIds!);
        Assert.Equal(new SkippedSequences(2, 0, 3), dataset.Skipped);
    }

    [Fact]
    public void Without_items_the_catalog_is_as_large_as_items_txt_or_the_largest_id()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("dataset.json", """{ "minPrefix": 1, "extra": [1, { "items": 3 }] }""");
        Assert.Equal(5, DatasetFolder.Read(folder.Path).Items);
        folder.Write("test.sessions.txt", "1 9\n");
        Assert.Equal(9, DatasetFolder.Read(folder.Path).Items);
        Assert.Equal(9, DatasetFolder.ReadTraining(folder.Path).Items);
        Assert.Equal(0, DatasetFolder.ReadTraining(folder.Path).Test.Count);
        folder.Write("items.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        Assert.Equal(10, DatasetFolder.ReadTraining(folder.Path).Items);
        Dataset dataset = DatasetFolder.Read(folder.Path);
        Assert.Equal(10, dataset.Items);
        Assert.Equal(Path.GetFileName(folder.Path), dataset.Name);
        Assert.Null(dataset.Valid);
    }

    [Fact]
    public void Training_never_opens_the_test_file()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("test.sessions.txt", [0, 255, 1]);
        Dataset dataset = DatasetFolder.ReadTraining(folder.Path);
        Assert.Equal([[0, 1, 2], [3, 4]], Rows.Of(dataset.Train));
        Assert.Equal(0, dataset.Test.Count);
    }

    [Fact]
    public void Packed_and_plain_files_give_the_same_data()
    {
        using var folder = TempFolder.WithDataset();
        using var packed = TempFolder.WithDataset();
        foreach (string name in new[] { "train.sessions.txt", "test.sessions.txt" })
        {
            File.Delete(packed[name]);
            packed.Write(name + ".gz", TempFolder.Gzip(File.ReadAllText(folder[name])));
        }

        packed.Write("items.txt.gz", TempFolder.Gzip("a\nb\nc\nd\ne\n"));
        AssertEqual(DatasetFolder.Read(folder.Path), DatasetFolder.Read(packed.Path));
        Assert.Equal(5, DatasetFolder.Read(packed.Path).ItemIds!.Length);
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r", "")]
    [InlineData("\r\n", "\uFEFF")]
    [InlineData("\r", "\uFEFF")]
    public void Line_ends_and_byte_order_marks_of_every_machine_are_read_alike(string end, string mark)
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("train.sessions.txt", mark + string.Join(end, "1 2 3", "", "4 5", ""));
        folder.Write("test.sessions.txt", mark + string.Join(end, "5 1", "2"));
        folder.Write("items.txt", mark + string.Join(end, "lamp", " Tür ", "c,d", "@e", "-f"));
        folder.Write("dataset.json", mark + """{ "name": "small", "minPrefix": 1 }""");
        Dataset dataset = DatasetFolder.Read(folder.Path);
        Assert.Equal([[0, 1, 2], [3, 4]], Rows.Of(dataset.Train));
        Assert.Equal([[4, 0]], Rows.Of(dataset.Test));
        Assert.Equal(["lamp", " Tür ", "c,d", "@e", "-f"], dataset.ItemIds!);
        Assert.Equal(new SkippedSequences(0, 1, 0), dataset.Skipped);
    }

    [Fact]
    public void An_id_that_begins_with_a_byte_order_mark_is_read_again_as_it_was()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("items.txt", "\uFEFF\uFEFFa\nb\nc\nd\ne");
        Dataset dataset = DatasetFolder.Read(folder.Path);
        DatasetFolder.Write(dataset, folder["again"]);
        Assert.Equal("\uFEFFa", dataset.ItemIds![0]);
        Assert.Equal(dataset.ItemIds, DatasetFolder.Read(folder["again"]).ItemIds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void Gzip_of_several_members_with_zeros_behind_is_read_whole(int zeros)
    {
        using var folder = TempFolder.WithDataset();
        File.Delete(folder["train.sessions.txt"]);
        string many = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{(i * 7 % 5) + 1} {(i * i % 5) + 1}\n"));
        byte[] packed = [.. TempFolder.Gzip("1 2 3\n"), .. TempFolder.Gzip(""), .. TempFolder.Gzip(many), .. new byte[zeros]];
        folder.Write("train.sessions.txt.gz", packed);
        Dataset dataset = DatasetFolder.Read(folder.Path);
        Assert.Equal(40_001, dataset.Train.Count);
        Assert.Equal([0, 1, 2], dataset.Train[0].ToArray());
        Assert.Equal([3, 1], dataset.Train[^1].ToArray());
    }

    [Property(Arbitrary = [typeof(Arbitraries)], MaxTest = 30)]
    public void What_is_written_is_read_again(int[][] rows, bool gzip, bool valid)
    {
        Sequences sequences = Sequences.Of([[0, 8], .. rows.Where(r => r.Length > 1)]);
        string[] ids = ["ä", "b c", "c", "d", "e", "f", "g", "h", "i"];
        var dataset = new Dataset("trip \"x\"", 9, 1, sequences, sequences.Take(..1), valid ? sequences : null, valid ? ids : null);
        using var folder = new TempFolder();
        DatasetFolder.Write(dataset, folder["new"], gzip);
        Dataset read = DatasetFolder.Read(folder["new"]);
        AssertEqual(dataset, read);
        Assert.Equal(dataset.Name, read.Name);
        Assert.Equal(dataset.ItemIds, read.ItemIds);
        Assert.Equal(dataset.Valid is null, read.Valid is null);
    }

    [Fact]
    public void Writing_replaces_what_an_older_data_set_left()
    {
        Sequences sequences = Sequences.Of([0, 1]);
        using var folder = TempFolder.WithDataset();
        DatasetFolder.Write(new Dataset("a", 2, 1, sequences, sequences, sequences, ["x", "y"]), folder.Path, gzip: true);
        Assert.Equal(
            ["dataset.json", "items.txt.gz", "test.sessions.txt.gz", "train.sessions.txt.gz", "valid.sessions.txt.gz"], folder.Names);
        DatasetFolder.Write(new Dataset("b", 2, 1, sequences, sequences), folder.Path);
        Assert.Equal(["dataset.json", "test.sessions.txt", "train.sessions.txt"], folder.Names);
        Assert.Equal("1 2\n", File.ReadAllText(folder["train.sessions.txt"]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        Sequences sequences = Sequences.Of([0, 1]);
        using var folder = new TempFolder();
        folder.Write("file", "");
        var e = Assert.Throws<OutputException>(() => DatasetFolder.Write(new Dataset("a", 2, 1, sequences, sequences), folder["file"]));
        Assert.StartsWith(folder["file"], e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tmall", 40_727, 1, 65_286, 351_268, 1_027, 25_898)]
    [InlineData("retailrocket", 36_968, 2, 126_168, 433_648, 4_735, 15_132)]
    public void The_splits_of_the_literature_have_their_published_sizes(
        string name, int items, int minPrefix, int train, int trainExamples, int test, int testExamples)
    {
        string? folder = SharedData.Find(name);
        Assert.SkipWhen(folder is null, SharedData.Absent);
        Dataset dataset = DatasetFolder.Read(folder);
        Assert.Equal((name, items, minPrefix), (dataset.Name, dataset.Items, dataset.MinPrefix));
        Assert.Equal((train, test), (dataset.Train.Count, dataset.Test.Count));
        Assert.Equal(trainExamples, new Examples(dataset.Train, minPrefix).Count);
        Assert.Equal(testExamples, new Examples(dataset.Test, minPrefix).Count);
        Assert.Equal(default, dataset.Skipped);
        Assert.Equal(items - 1, MaxRow(dataset));
    }

    private static int MaxRow(Dataset dataset)
    {
        int largest = -1;
        foreach (int row in dataset.Train.Items.Span) largest = Math.Max(largest, row);
        foreach (int row in dataset.Test.Items.Span) largest = Math.Max(largest, row);
        return largest;
    }

    private static void AssertEqual(Dataset expected, Dataset actual)
    {
        Assert.Equal(expected.Items, actual.Items);
        Assert.Equal(expected.MinPrefix, actual.MinPrefix);
        Assert.Equal(Rows.Of(expected.Train), Rows.Of(actual.Train));
        Assert.Equal(Rows.Of(expected.Test), Rows.Of(actual.Test));
        Assert.Equal(Rows.Of(expected.Valid ?? Sequences.Empty), Rows.Of(actual.Valid ?? Sequences.Empty));
        Assert.Equal(expected.Skipped, actual.Skipped);
    }
}
