using OnDeviceRec.Device.Ids;

namespace OnDeviceRec.Device.Tests.Ids;

/// <summary>Every check of a section of ids, each with a section that is right but for it.</summary>
public sealed class IdSectionTests
{
    private static readonly Dictionary<string, (Func<IdBytes> Make, int? Items, string Part)> Crafted = new()
    {
        ["no room for the header"] = (() => new IdBytes { Rest = [1] }.Add(0), 17, "are too few for 17 items"),
        ["another kind"] = (() => Texts(kind: 2), null, "no kind of ids has the code 2"),
        ["bits of another catalog"] = (
            () => new IdBytes { Bits = 3, Order = [0, 0] }.Add(0, 98).Add(0, 97), null, "order of 3 bits, expected 0 or 1"),
        ["bits without end"] = (() => new IdBytes { Bits = uint.MaxValue }.Add(0, 98), null, "order of 4294967295 bits"),
        ["keys longer than they are"] = (() => With(Texts(), b => b.KeysLength = 10), null, "10 bytes of keys at 16 do not end at 24"),
        ["keys without end"] = (() => With(Texts(), b => b.KeysLength = uint.MaxValue), null, "4294967295 bytes of keys"),
        ["a block elsewhere"] = (() => With(Texts(), b => b.Blocks = [3]), null, "block 0 of 1 is not at byte 0"),
        ["a second block elsewhere"] = (() => With(Many(17), b => b.Blocks = [0, 0]), null, "block 1 of 2 is not at byte 48"),
        ["a key behind the section"] = (() => new IdBytes().Add(0, 97).Add(0, 200, [98]), null, "the id of item 2 ends behind the section"),
        ["no bytes for a key"] = (() => new IdBytes { Rest = [] }.Add(0, 97, 98, 99, 100), 2, "the id of item 2 ends behind the section"),
        ["half of a key's header"] = (() => new IdBytes { Rest = [0] }.Add(0, 97), 2, "the id of item 2 ends behind the section"),
        ["more shared than there is"] = (() => new IdBytes().Add(0, 97).Add(2, 98), null, "item 2 shares 2 bytes with an id of 1"),
        ["the first key shares"] = (() => new IdBytes().Add(1, 97), null, "item 1 shares 1 bytes with an id of 0"),
        ["a block's first key shares"] = (
            () => With(Many(17), b => b.Keys[16] = (1, 1, [122])), null, "item 17 shares 1 bytes with an id of 0"),
        ["an empty id"] = (() => new IdBytes().Add(0), null, "the id of item 1 has 0 bytes"),
        ["an id of 256 bytes"] = (() => new IdBytes().Add(0, new byte[255]).Add(255, 1), null, "the id of item 2 has 256 bytes"),
        ["an id of 510 bytes"] = (
            () => new IdBytes().Add(0, new byte[255]).Add(255, new byte[255]), null, "the id of item 2 has 510 bytes"),
        ["no UTF-8"] = (() => new IdBytes().Add(0, 97).Add(0, 0xC3), null, "the id of item 2 is no UTF-8"),
        ["half a letter shared"] = (() => new IdBytes().Add(0, 0xC3, 0xA9).Add(1, 97), null, "the id of item 2 is no UTF-8"),
        ["a number of 7 bytes"] = (() => new IdBytes { Kind = 1 }.Add(0, new byte[7]), null, "the id of item 1 is no number"),
        ["a number of 9 bytes"] = (() => new IdBytes { Kind = 1 }.Add(0, new byte[8]).Add(8, 1), null, "the id of item 2 is no number"),
        ["the same id twice"] = (() => new IdBytes().Add(0, 97).Add(1), null, "the id of item 2 is not above the one before it"),
        ["descending ids without an order"] = (
            () => new IdBytes().Add(0, 98).Add(0, 97), null, "the id of item 2 is not above the one before it"),
        ["bytes behind the last id"] = (() => With(Texts(), b => b.Rest = [0, 1, 122]), null, "3 bytes follow the last id"),
        ["an order beyond the catalog"] = (() => Ordered([0b11_01_10]), null, "the item of rank 2 is 4, there are 3"),
        ["an order with an item twice"] = (() => Ordered([0b01_01_10]), null, "the id of rank 2, item 2, is not above the one before it"),
        ["an order that is none"] = (() => Ordered([0b10_01_00]), null, "the id of rank 1, item 2, is not above the one before it"),
        ["the same id twice in an order"] = (
            () => new IdBytes { Bits = 1, Order = [0b10] }.Add(0, 97).Add(1),
            null,
            "the id of rank 1, item 2, is not above the one before it"),
        ["bits behind the order"] = (() => Ordered([0b1_00_01_10]), null, "there are bits behind the last rank"),
    };

    public static TheoryData<string> Names => [.. Crafted.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_crafted_section_is_refused_with_the_place(string name)
    {
        (Func<IdBytes> make, int? items, string part) = Crafted[name];
        string message = Assert.Throws<ModelFormatException>(() => make().Section(items)).Message;
        Assert.StartsWith("Catalog ids: ", message);
        Assert.Contains(part, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Sections_that_are_right_are_read()
    {
        byte[] key = new byte[255];
        Assert.Equal([97, 98, 99, 100], key[..Texts().Section().Read(1, key)]);
        Assert.Equal([1], key[..new IdBytes().Add(0, 1).Section().Read(0, key)]);
        Assert.Equal(17, Many(17).Section().Items);
        Assert.True(Ordered([0b00_01_10]).Section().TryFind("pear"u8, out int item));
        Assert.Equal(1, item);
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_refused_or_is_a_section_that_works()
    {
        byte[] numbers = ItemIds.Of([5, -7, long.MinValue]).Bytes.ToArray();
        foreach ((byte[] bytes, int items) in ((byte[], int)[])[(Ordered([0b00_01_10]).Bytes(), 3), (Many(17).Bytes(), 17), (numbers, 3)])
        {
            for (int length = 0; length < bytes.Length; length++) Assert.False(Works(bytes[..length], items));
            for (int at = 0; at < bytes.Length; at++)
            {
                for (int value = 0; value < 256; value++)
                {
                    byte[] changed = [.. bytes];
                    changed[at] = (byte)value;
                    Works(changed, items);
                }
            }
        }
    }

    private static bool Works(byte[] bytes, int items)
    {
        try
        {
            var section = IdBytes.Section(bytes, items);
            Span<byte> key = stackalloc byte[255];
            for (int row = 0; row < items; row++)
            {
                Assert.True(section.TryFind(key[..section.Read(row, key)], out int item));
                Assert.Equal(row + 1, item);
            }

            return true;
        }
        catch (ModelFormatException e)
        {
            Assert.StartsWith("Catalog ids: ", e.Message);
            return false;
        }
    }

    private static IdBytes Texts(uint kind = 0) => new IdBytes { Kind = kind }.Add(0, 97).Add(1, 98, 99, 100);

    // "pear", "peach", "apple", the document's example.
    private static IdBytes Ordered(byte[] order) =>
        new IdBytes { Bits = 2, Order = order }.Add(0, "pear"u8.ToArray()).Add(3, "ch"u8.ToArray()).Add(0, "apple"u8.ToArray());

    private static IdBytes Many(int count) =>
        Enumerable.Range(0, count).Aggregate(new IdBytes(), (section, i) => section.Add(0, (byte)(97 + i)));

    private static IdBytes With(IdBytes section, Action<IdBytes> change)
    {
        change(section);
        return section;
    }
}
