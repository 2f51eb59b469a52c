using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Tests.Files;

public sealed class ItemIdsTests : IDisposable
{
    private static readonly string Longest = new('z', CatalogIds.MaxLength);

    private readonly TempFolder folder = new();

    [Fact]
    public void Ids_are_kept_as_numbers_only_where_every_one_reads_the_same()
    {
        string[] numbers = [.. Enumerable.Range(0, SmallModels.Items).Select(i => $"{(i * 31) - 99}")];
        CatalogIds kept = Saved(numbers);
        Assert.True(kept.AreNumbers);
        Assert.Equal(numbers, Enumerable.Range(1, SmallModels.Items).Select(kept.IdOf));
        Assert.False(ItemIds.Of(numbers).AreNumbers);
        foreach (string other in (string[])["007", "+7", "-0", "7.0", "9223372036854775808", "sku", "1,000"])
        {
            string[] ids = [.. numbers[..^1], other];
            CatalogIds saved = Saved(ids);
            Assert.False(saved.AreNumbers);
            Assert.Equal(ids, Enumerable.Range(1, SmallModels.Items).Select(saved.IdOf));
        }

        string[] twice = [.. numbers[..^1], numbers[0]];
        Assert.Contains("Items 1 and 35 have the same id", Assert.Throws<ArgumentException>(() => Saved(twice)).Message);
        Assert.Contains("35 items, there are 34 ids", Assert.Throws<ArgumentException>(() => Saved(numbers[..^1])).Message);
    }

    [Fact]
    public void Ids_that_are_none_are_named()
    {
        Assert.Contains("no ids", Refusal([]));
        Assert.Contains("The id of item 2 has 0 bytes, expected 1 to 255", Refusal(["a", ""]));
        Assert.Contains("The id of item 1 has 256 bytes, expected 1 to 255", Refusal([Longest + "z"]));
        Assert.Contains("The id of item 1 has 256 bytes, expected 1 to 255", Refusal([string.Concat(Enumerable.Repeat("é", 128))]));
        Assert.Contains("The id of item 3 is no Unicode text", Refusal(["a", "b", "c\uD834"]));
        Assert.Contains("The id of item 1 is no Unicode text", Refusal(["\uDD1E"]));
        Assert.Contains("Items 2 and 4 have the same id", Refusal(["a", "b", "c", "b"]));
        Assert.Contains("Items 1 and 3 have the same id", Assert.Throws<ArgumentException>(() => ItemIds.Of([7, 8, 7])).Message);
        Assert.Contains("no ids", Assert.Throws<ArgumentException>(() => ItemIds.Of(ReadOnlySpan<long>.Empty)).Message);
    }

    [Fact]
    public void A_file_takes_one_id_an_item()
    {
        ModelConfiguration three = SmallModels.Configuration(ReadoutKind.Last, items: 3);
        string message = Assert.Throws<ArgumentException>(() => new ModelFileWriter(three, ItemIds.Of(["a", "b"]))).Message;
        Assert.Contains("The model has 3 items, there are 2 ids", message);
    }

    [Theory]
    [InlineData("a\eb")]
    [InlineData("a\0")]
    [InlineData("\n")]
    [InlineData("a\u009bb")]
    public void A_file_takes_no_control_characters(string id)
    {
        ModelConfiguration three = SmallModels.Configuration(ReadoutKind.Last, items: 3);
        string message = Assert.Throws<ArgumentException>(() => new ModelFileWriter(three, ItemIds.Of(["a", "b c", id]))).Message;
        Assert.Equal("The id of item 3 holds a control character.", message);
        Assert.Equal(0, ItemIds.FirstWithControlCharacter(ItemIds.Of(["a", "b c", "@[é]"])));
    }

    public void Dispose() => folder.Dispose();

    // As texts, and as texts that may be numbers.
    private static string Refusal(string[] ids)
    {
        string message = Assert.Throws<ArgumentException>(() => ItemIds.Of(ids)).Message;
        if (ids.Length > 0) Assert.Equal(message, Assert.Throws<ArgumentException>(() => ItemIds.NumbersOrTexts(ids)).Message);
        else Assert.Throws<ArgumentException>(() => ItemIds.NumbersOrTexts(ids));
        return message;
    }

    private CatalogIds Saved(string[] ids)
    {
        using SequenceModel model = SmallModels.Make(compressed: true, ReadoutKind.Last);
        ModelStore.Save(model, folder["ids"], ItemIds.NumbersOrTexts(ids));
        return ModelFile.Read(folder["ids"]).Ids!;
    }
}
