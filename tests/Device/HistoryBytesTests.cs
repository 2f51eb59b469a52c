using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests;

/// <summary>Histories saved and restored.</summary>
public sealed class HistoryBytesTests
{
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float, Precision> Kinds => Configurations.KindsAndPrecisions;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_restored_history_goes_on_as_the_saved_one_to_the_bit(
        TableKind table, ReadoutKind readout, HeadKind head, float norm, Precision precision)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(table, readout, head, norm, maxLength: 5, precision), 1).Load();
        float[] expected = new float[2100], actual = new float[2100];
        for (int length = 0; length <= 7; length++)
        {
            History saved = Histories.Of(model, [.. Enumerable.Range(1, length).Select(n => n * 300)]);
            History restored = Histories.Of(model, [9, 9, 8]);
            if (length > 0) model.Score(saved, expected);
            byte[] bytes = Save(saved);
            Assert.Equal(16 + (4 * Math.Min(length, 5)), bytes.Length);
            restored.Restore(bytes);
            Assert.Equal(saved.Count, restored.Count);
            Assert.Equal(bytes, Save(restored));
            foreach (int item in (int[])[2100, 1])
            {
                if (saved.Count > 0)
                {
                    model.Score(saved, expected);
                    model.Score(restored, actual);
                    Assert.Equal(expected, actual);
                }

                saved.Append(item);
                restored.Append(item);
            }

            model.Score(saved, expected);
            model.Score(restored, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Another_model_of_the_same_catalog_takes_as_many_as_it_holds_the_most_recent()
    {
        DeviceModel longer = TestModel.Random(Configurations.Of(TableKind.TensorTrain, ReadoutKind.SoftAttention), 1).Load();
        DeviceModel shorter = TestModel.Random(Configurations.Of(TableKind.Dense, ReadoutKind.Last, maxLength: 3), 2).Load();
        byte[] bytes = Save(Histories.Of(longer, [10, 20, 30, 40, 50]));
        var restored = new History(shorter);
        restored.Restore(bytes);
        float[] expected = new float[2100], actual = new float[2100];
        shorter.Score(Histories.Of(shorter, [30, 40, 50]), expected);
        shorter.Score(restored, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(Save(Histories.Of(shorter, [30, 40, 50])), Save(restored));
        var back = new History(longer);
        back.Restore(Save(restored));
        Assert.Equal(3, back.Count);
    }

    [Fact]
    public void Every_truncation_every_byte_more_and_every_changed_byte_is_refused_and_changes_nothing()
    {
        History history = Histories.Of(TestModel.Random(Configurations.Of(TableKind.Dense, ReadoutKind.Last), 3).Load(), [1, 2100, 77]);
        byte[] saved = Save(history), other = Save(Histories.Of(history.Model, [4, 5, 6, 7]));
        for (int length = 0; length < other.Length; length++) AssertRefused(other[..length]);
        AssertRefused([.. other, 0]);
        AssertRefused([.. other, 1, 0, 0, 0]);
        for (int at = 0; at < other.Length; at++)
        {
            for (int change = 1; change < 256; change++)
            {
                byte[] bytes = [.. other];
                bytes[at] ^= (byte)change;
                AssertRefused(bytes);
            }
        }

        history.Restore(other);
        Assert.Equal(other, Save(history));

        void AssertRefused(byte[] bytes)
        {
            string message = Assert.Throws<HistoryFormatException>(() => history.Restore(bytes)).Message;
            Assert.DoesNotContain('\n', message);
            Assert.Equal(saved, Save(history));
        }
    }

    [Theory]
    [InlineData("magic", "do not start with ODRH")]
    [InlineData("header", "do not start with ODRH and a header")]
    [InlineData("model file", "do not start with ODRH")]
    [InlineData("future", "format version 2; this runtime reads version 1")]
    [InlineData("huge count", "says that it has 4294967295 items; there are 8 bytes of them")]
    [InlineData("count that overflows", "says that it has 1073741826 items; there are 8 bytes of them")]
    [InlineData("more", "says that it has 1 items; there are 8 bytes of them")]
    [InlineData("checksum", "bytes have changed")]
    [InlineData("item 0", "Item 1 of the history is 0, the model has 1..2100")]
    [InlineData("item behind the catalog", "Item 1 of the history is 2101, the model has 1..2100")]
    [InlineData("huge item", "Item 0 of the history is 4294967295, the model has 1..2100")]
    public void Crafted_bytes_are_refused_with_the_reason(string what, string part)
    {
        History history = Histories.Of(TestModel.Random(Configurations.Of(TableKind.Dense, ReadoutKind.Last), 3).Load(), [1, 2]);
        byte[] bytes = Save(history);
        switch (what)
        {
            case "magic": bytes[3] = (byte)'h'; break;
            case "header": bytes = bytes[..15]; break;
            case "model file": bytes = TestModel.Random(Configurations.SmallestDense, 1).Bytes(); break;
            case "future": Put(4, 2); break;
            case "huge count": Put(12, uint.MaxValue); break;
            case "count that overflows": Put(12, (1u << 30) + 2); break;
            case "more": Put(12, 1); break;
            case "checksum": Put(8, 0); break;
            case "item 0": Put(20, 0); break;
            case "item behind the catalog": Put(20, 2101); break;
            default: Put(16, uint.MaxValue); break;
        }

        if (what is not "checksum") BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Checksum.Of(bytes.AsSpan(12)));
        Assert.Contains(part, Assert.Throws<HistoryFormatException>(() => history.Restore(bytes)).Message);
        Assert.Equal(2, history.Count);

        void Put(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
    }

    [Fact]
    public void Room_that_is_too_small_is_named_and_room_to_spare_is_left_alone()
    {
        History history = Histories.Of(TestModel.Random(Configurations.SmallestDense, 1).Load(), [3, 1]);
        Assert.Contains("room for 23 bytes, 24 are needed", Assert.Throws<ArgumentException>(() => history.Save(new byte[23])).Message);
        byte[] bytes = new byte[26];
        Array.Fill(bytes, (byte)7);
        Assert.Equal(24, history.Save(bytes));
        Assert.Equal([7, 7], bytes[24..]);
    }

    private static byte[] Save(History history)
    {
        byte[] bytes = new byte[history.SavedLength];
        Assert.Equal(bytes.Length, history.Save(bytes));
        return bytes;
    }
}
