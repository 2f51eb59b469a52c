using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests;

public sealed class CatalogIdsTests
{
    private static readonly string Longest = new('z', CatalogIds.MaxLength);

    [Property(Arbitrary = [typeof(IdLists)], MaxTest = 200)]
    public void Text_of_an_item_and_item_of_a_text_invert_each_other(string[] ids) => Invert(ItemIds.Of(ids), ids);

    [Property(Arbitrary = [typeof(IdLists)], MaxTest = 200)]
    public void Number_of_an_item_and_item_of_a_number_invert_each_other(long[] numbers)
    {
        CatalogIds ids = ItemIds.Of(numbers);
        Invert(ids, Array.ConvertAll(numbers, n => n.ToString(CultureInfo.InvariantCulture)));
        Assert.True(ids.AreNumbers);
        for (int item = 1; item <= numbers.Length; item++)
        {
            Assert.Equal(numbers[item - 1], ids.NumberOf(item));
            Assert.True(ids.TryFind(numbers[item - 1], out int found));
            Assert.Equal(item, found);
        }

        foreach (long other in (long[])[0, -1, 17, long.MaxValue, long.MinValue])
        {
            Assert.Equal(Array.IndexOf(numbers, other) + 1, ids.TryFind(other, out int found) ? found : 0);
            Assert.Equal(Array.IndexOf(numbers, other) >= 0, ids.TryFind($"{other}", out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Catalogs_of_every_size_ascending_and_not(int items)
    {
        string[] ascending = [.. Enumerable.Range(0, items).Select(i => $"sku-{i:D6}")];
        Invert(ItemIds.Of(ascending), ascending);
        string[] descending = [.. ascending.Reverse()];
        Invert(ItemIds.Of(descending), descending);
        long[] numbers = [.. Enumerable.Range(0, items).Select(i => (i * 2654435761L) - 1_000_000_000_000)];
        Invert(ItemIds.Of(numbers), [.. numbers.Select(n => $"{n}")]);
        new Random(items).Shuffle(numbers);
        Invert(ItemIds.Of(numbers), [.. numbers.Select(n => $"{n}")]);
    }

    [Fact]
    public void Prefixes_of_each_other_letters_of_four_bytes_and_the_longest_id()
    {
        string[] ids =
        [
            "abc", "ab", "a", "abcd", "é", "é́", "日本", "𝄞", "\0", " ",
            Longest, Longest[1..], string.Concat(Enumerable.Repeat("é", 127)) + "a",
        ];
        Invert(ItemIds.Of(ids), ids);
        Assert.Equal(CatalogIds.MaxLength, Encoding.UTF8.GetByteCount(ids[^1]));
    }

    [Fact]
    public void Texts_that_are_no_id_are_not_found()
    {
        CatalogIds ids = ItemIds.Of(["b", "bb", "d\uFFFD", Longest]);
        foreach (string text in (string[])["", "a", "ba", "bbb", "c", "B", "b ", "d\uD800", Longest[1..], Longest + "z", Longest + Longest])
        {
            Assert.False(ids.TryFind(text, out int item));
            Assert.Equal(0, item);
            Assert.False(ids.TryFind(Encoding.UTF8.GetBytes(text.Replace('\uD800', 'x')), out item));
            Assert.Equal(0, item);
        }

        Assert.False(ids.TryFind([0xFF, 0xFE], out _));
        Assert.False(ids.TryFind(98, out int number));
        Assert.Equal(0, number);
        Assert.Contains("texts", Assert.Throws<InvalidOperationException>(() => ids.NumberOf(1)).Message);
    }

    [Fact]
    public void Numbers_are_found_as_text()
    {
        CatalogIds ids = ItemIds.Of([12, -3, 0, long.MaxValue, long.MinValue]);
        Assert.Equal(["12", "-3", "0", "9223372036854775807", "-9223372036854775808"], Enumerable.Range(1, 5).Select(ids.IdOf));
        foreach ((string text, int expected) in ((string, int)[])
            [("12", 1), ("012", 1), ("+12", 1), ("-3", 2), ("-0", 3), ("9223372036854775807", 4)])
        {
            Assert.True(ids.TryFind(text, out int item));
            Assert.Equal(expected, item);
            Assert.True(ids.TryFind(Encoding.UTF8.GetBytes(text), out item));
            Assert.Equal(expected, item);
        }

        foreach (string text in (string[])["", " 12", "12 ", "1,2", "1e1", "0x0", "12.0", "9223372036854775808", "--3", "-"])
        {
            Assert.False(ids.TryFind(text, out int item), text);
            Assert.Equal(0, item);
            Assert.False(ids.TryFind(Encoding.UTF8.GetBytes(text), out item), text);
            Assert.Equal(0, item);
        }

        // Not even by the eight bytes that stand in the file.
        Assert.False(ids.TryFind([0x80, 0, 0, 0, 0, 0, 0, 12], out _));
    }

    [Fact]
    public void Items_that_there_are_not_and_room_that_is_too_small_are_named()
    {
        CatalogIds texts = ItemIds.Of(["pear", "apple"]), numbers = ItemIds.Of([12345, 6]);
        foreach (int item in (int[])[0, -1, 3, int.MaxValue, int.MinValue])
        {
            Assert.Contains(
                $"Item {item} is not within 1..2", Assert.Throws<ArgumentOutOfRangeException>(() => texts.IdOf(item)).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.NumberOf(item));
        }

        Assert.Contains(
            "The id of item 2 has 5 bytes, there is room for 4",
            Assert.Throws<ArgumentException>(() => texts.CopyText(2, new byte[4])).Message);
        Assert.Contains(
            "has 5 bytes, there is room for 4", Assert.Throws<ArgumentException>(() => numbers.CopyText(1, new byte[4])).Message);
        byte[] text = new byte[6];
        Assert.Equal(5, texts.CopyText(2, text));
        Assert.Equal("apple\0"u8.ToArray(), text);
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        CatalogIds texts = ItemIds.Of([.. Enumerable.Range(0, 1000).Select(i => $"{i * 7919 % 1000} é")]);
        CatalogIds numbers = ItemIds.Of([9, -2, 5]);
        byte[] utf8 = new byte[CatalogIds.MaxLength];
        Assert.Equal(0, Allocations.Of(() =>
        {
            texts.TryFind("500 é", out _);
            texts.TryFind("nothing"u8, out _);
            texts.CopyText(77, utf8);
            numbers.TryFind("-2", out _);
            numbers.TryFind(5, out _);
            numbers.CopyText(2, utf8);
        }));
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int8)]
    public void Ids_survive_the_file(Precision precision)
    {
        string[] ids = ["pear", "peach", "apple"];
        TestModel test = TestModel.Random(Configurations.SmallestDense, 1);
        DeviceModel model = DeviceModel.Load(test.Bytes(ItemIds.Of(ids), precision));
        Invert(model.Items, ids);
        Assert.False(model.Items.AreItems);
        ModelFile file = ModelFile.Parse(test.Bytes(ItemIds.Of(ids)));
        Assert.Equal(test.Bytes(ItemIds.Of(ids), precision), TestModel.Of(file).Bytes(file.Ids, precision));
    }

    [Fact]
    public void Where_a_file_has_no_ids_they_are_the_items_numbers()
    {
        TestModel test = TestModel.Random(Configurations.SmallestDense, 1);
        CatalogIds ids = test.Load().Items;
        Assert.Equal((true, true), (ids.AreItems, ids.AreNumbers));
        Assert.Equal(test.Bytes(), test.Bytes(ids));
        Invert(ids, ["1", "2", "3"]);
        Assert.Equal(3, ids.NumberOf(3));
        foreach (long none in (long[])[0, 4, -1, 1L + (1L << 32), long.MinValue, long.MaxValue])
        {
            Assert.False(ids.TryFind(none, out int item));
            Assert.Equal(0, item);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ids.IdOf(4));
    }

    [Fact]
    public void What_no_item_is_called_is_named()
    {
        CatalogIds ids = ItemIds.Of(["pear", "peach"]);
        Assert.Equal(2, ids.Find("peach"));
        Assert.Equal("The catalog has no id plum.", Assert.Throws<ArgumentException>(() => ids.Find("plum")).Message);
    }

    private static void Invert(CatalogIds ids, string[] expected)
    {
        Assert.Equal(expected.Length, ids.Count);
        for (int item = 1; item <= expected.Length; item++)
        {
            Assert.Equal(expected[item - 1], ids.IdOf(item));
            Assert.True(ids.TryFind(expected[item - 1], out int found));
            Assert.Equal(item, found);
            Assert.True(ids.TryFind(Encoding.UTF8.GetBytes(expected[item - 1]), out found));
            Assert.Equal(item, found);
        }
    }

    /// <summary>Catalogs of 1 to 60 different ids that share beginnings, in any order or ascending.</summary>
    private static class IdLists
    {
        public static Arbitrary<string[]> Texts() => Lists(
            from length in Gen.Frequency((9, Gen.Choose(1, 6)), (1, Gen.Choose(40, 60)))
            from letters in Gen.Elements("a", "b", "ab", "é", "日", "𝄞", "0", "\u007F").ArrayOf(length)
            select string.Concat(letters)).ToArbitrary();

        public static Arbitrary<long[]> Numbers() => Lists(Gen.OneOf(
            Gen.Choose(-20, 20).Select(x => (long)x),
            from high in Gen.Choose(int.MinValue, int.MaxValue)
            from low in Gen.Choose(int.MinValue, int.MaxValue)
            select ((long)high << 32) | (uint)low,
            Gen.Elements(long.MinValue, long.MaxValue, 0, -1))).ToArbitrary();

        private static Gen<T[]> Lists<T>(Gen<T> id)
            where T : notnull =>
            from count in Gen.Choose(1, 60)
            from ids in id.ArrayOf(count)
            from sorted in Gen.Elements(true, false)
            let distinct = ids.Distinct().ToArray()
            select sorted ? [.. distinct.OrderBy(x => x, Comparer<T>.Create(Compare))] : distinct;

        private static int Compare<T>(T a, T b) => a is string s && b is string t
            ? Encoding.UTF8.GetBytes(s).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(t))
            : Comparer<T>.Default.Compare(a, b);
    }
}
