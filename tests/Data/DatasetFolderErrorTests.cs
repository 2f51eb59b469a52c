using System.Text;
using FsCheck.Xunit;

namespace OnDeviceRec.Data.Tests;

public class DatasetFolderErrorTests
{
    [Theory]
    [InlineData("train.sessions.txt")]
    [InlineData("test.sessions.txt")]
    [InlineData("dataset.json")]
    public void A_missing_file_is_named(string name)
    {
        using var folder = TempFolder.WithDataset();
        File.Delete(folder[name]);
        Refused(folder, name, null, "there is no such file");
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TempFolder();
        var e = Assert.Throws<DataFormatException>(() => DatasetFolder.Read(folder["none"]));
        Assert.Equal(folder["none"], e.Path);
        Assert.Contains("no such folder", e.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => DatasetFolder.Read(""));
    }

    [Theory]
    [InlineData("", null, "no sequence of 2 items or more")]
    [InlineData("\n\n", null, "no sequence of 2 items or more")]
    [InlineData("1\n2\n", null, "no sequence of 2 items or more")]
    [InlineData("1 2\n3 0\n", 2, "item id 0")]
    [InlineData("1 2\n\n3 000\n", 3, "item id 0")]
    [InlineData("-1 2\n", 1, "a negative item id")]
    [InlineData("1 2\n1 6\n", 2, "item id 6 is above 5, the items of dataset.json")]
    [InlineData("1 2\n1 6", 2, "item id 6 is above 5")]
    [InlineData("1 4294967297\n", 1, "item id 4294967297 is above 5")]
    [InlineData("1 18446744073709551617\n", 1, "more than 17 digits is above 5")]
    [InlineData("1 2\n1 x\n", 2, "'x' is not part of an item id")]
    [InlineData("1 2\r1 x\r", 2, "'x' is not part of an item id")]
    [InlineData("1 2\r\n1 x\r\n", 2, "'x' is not part of an item id")]
    [InlineData("1 2\r\r\n1 x", 3, "'x' is not part of an item id")]
    [InlineData("1 2.5\n", 1, "'.' is not part of an item id")]
    [InlineData("1,2\n", 1, "',' is not part of an item id")]
    [InlineData("1 2\n+3 4\n", 2, "'+' is not part of an item id")]
    [InlineData("1 2\n3 \u00e4\n", 2, "byte 0xC3")]
    [InlineData("1 2\0\n", 1, "byte 0x00")]
    public void A_wrong_sequence_file_ends_in_one_line_with_its_place(string text, int? line, string problem)
    {
        foreach (string name in new[] { "train.sessions.txt", "test.sessions.txt", "valid.sessions.txt" })
        {
            using var folder = TempFolder.WithDataset();
            folder.Write(name, text);
            Refused(folder, name, line, problem);
            File.Delete(folder[name]);
            folder.Write(name + ".gz", TempFolder.Gzip(text));
            Refused(folder, name + ".gz", line, problem);
        }
    }

    [Theory]
    [InlineData("", 1, "is not valid JSON")]
    [InlineData("{", 1, "is not valid JSON")]
    [InlineData("{\n\"name\": \"a\",\n\"minPrefix\" 1 }", 3, "is not valid JSON")]
    [InlineData("[1]", null, "is not a JSON object")]
    [InlineData("""{ "name": "a" }""", null, "minPrefix is missing")]
    [InlineData("""{ "name": "a", "minPrefix": 0 }""", null, "minPrefix is not a whole number from 1")]
    [InlineData("""{ "name": "a", "minPrefix": "1" }""", null, "minPrefix is not a whole number")]
    [InlineData("""{ "name": "a", "minPrefix": 1.5 }""", null, "minPrefix is not a whole number")]
    [InlineData("""{ "name": 3, "minPrefix": 1 }""", null, "name is not a text")]
    [InlineData("""{ "name": "\ud800", "minPrefix": 1 }""", null, "not Unicode")]
    [InlineData("""{ "name": "a", "minPrefix": 1, "items": -5 }""", null, "items is not a whole number")]
    [InlineData("""{ "name": "a", "minPrefix": 1, "items": 99999999999 }""", null, "items is not a whole number")]
    public void A_wrong_description_is_refused(string text, int? line, string problem)
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("dataset.json", text);
        Refused(folder, "dataset.json", line, problem);
    }

    [Fact]
    public void An_id_above_the_largest_catalog_is_refused_where_items_is_unknown()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("dataset.json", """{ "minPrefix": 1 }""");
        folder.Write("train.sessions.txt", "1 100000001\n");
        Refused(folder, "train.sessions.txt", 1, "item id 100000001 is above 100000000");
    }

    [Fact]
    public void Wrong_item_ids_are_refused()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("items.txt", "a\nb\n");
        Refused(folder, "items.txt", null, "has 2 lines but dataset.json says 5 items");
        folder.Write("items.txt", "a\n\nb\n");
        Refused(folder, "items.txt", 2, "is blank");
        folder.Write("items.txt", "a\nb\tc\n");
        Refused(folder, "items.txt", 2, "control character");
        folder.Write("items.txt", [(byte)'a', (byte)'\n', 0xFF, (byte)'\n']);
        Refused(folder, "items.txt", 2, "not valid UTF-8");
        folder.Write("items.txt", "");
        Refused(folder, "items.txt", null, "is empty");
        folder.Write("dataset.json", """{ "minPrefix": 1 }""");
        folder.Write("items.txt", "a\nb\nc\nd\n");
        Refused(folder, "train.sessions.txt", 2, "item id 5 is above 4, the number of lines of items.txt");
    }

    [Fact]
    public void Broken_gzip_is_refused()
    {
        byte[] whole = TempFolder.Gzip(string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"{(i % 5) + 1} {(i * 7 % 5) + 1} 3")));
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 0x55;
        byte[] wrongSum = [.. whole];
        wrongSum[^6] ^= 1;
        byte[] plain = [.. "1 2\n3 4\n"u8];
        byte[] cutInSecond = [.. whole, .. whole[..1]], noise = [.. whole, 7], noiseBehindZeros = [.. whole, .. new byte[70_000], 7];
        byte[][] cut = [whole[..5], whole[..(whole.Length / 2)], whole[..^4], cutInSecond];
        foreach (byte[] broken in (byte[][])[plain, .. cut, flipped, wrongSum, noise, noiseBehindZeros])
        {
            using var folder = TempFolder.WithDataset();
            File.Delete(folder["train.sessions.txt"]);
            folder.Write("train.sessions.txt.gz", broken);
            var e = Assert.Throws<DataFormatException>(() => DatasetFolder.Read(folder.Path));
            Assert.Equal(folder["train.sessions.txt.gz"], e.Path);
            Assert.Contains("the gzip data is broken", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_items_the_test_file_is_missed_by_training_too()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("dataset.json", """{ "minPrefix": 1 }""");
        File.Delete(folder["test.sessions.txt"]);
        var e = Assert.Throws<DataFormatException>(() => DatasetFolder.ReadTraining(folder.Path));
        Assert.Equal(folder["test.sessions.txt"], e.Path);
        Assert.Contains("say in dataset.json how many items there are", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_stands_there_twice_is_refused()
    {
        using var folder = TempFolder.WithDataset();
        folder.Write("train.sessions.txt.gz", TempFolder.Gzip("1 2\n"));
        Refused(folder, "train.sessions.txt", null, "stands beside a .gz");
    }

    [Property(MaxTest = 60)]
    public void Noise_ends_in_our_exception_or_in_data(byte[] noise, bool digits)
    {
        byte[] bytes = digits ? Array.ConvertAll(noise, b => "0123456 \n-"u8[b % 10]) : noise;
        foreach (string name in new[] { "train.sessions.txt", "test.sessions.txt", "dataset.json", "items.txt" })
        {
            using var folder = TempFolder.WithDataset();
            folder.Write(name, bytes);
            AssertDataOrOneLine(folder);
        }

        using var packed = TempFolder.WithDataset();
        File.Delete(packed["train.sessions.txt"]);
        packed.Write("train.sessions.txt.gz", [0x1F, 0x8B, 8, .. bytes]);
        AssertDataOrOneLine(packed);
    }

    private static void AssertDataOrOneLine(TempFolder folder)
    {
        try
        {
            Assert.Equal(5, DatasetFolder.Read(folder.Path).Items);
        }
        catch (DataFormatException e)
        {
            AssertOneLine(e.Message);
        }
    }

    private static void Refused(TempFolder folder, string name, int? line, string problem)
    {
        var e = Assert.Throws<DataFormatException>(() => DatasetFolder.Read(folder.Path));
        Assert.Equal(folder[name], e.Path);
        Assert.Equal(line, e.Line);
        Assert.StartsWith(line is null ? $"{e.Path}: " : $"{e.Path}, line {line}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Contains("; ", e.Message, StringComparison.Ordinal);
        AssertOneLine(e.Message);
    }

    private static void AssertOneLine(string message)
    {
        Assert.DoesNotContain(message, char.IsControl);
        Assert.True(Encoding.UTF8.GetByteCount(message) < 500);
    }
}
