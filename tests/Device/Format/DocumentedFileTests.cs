using System.Text;
using OnDeviceRec.Device.Ids;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>The writer, the reader and docs/format.md say the same.</summary>
public sealed class DocumentedFileTests
{
    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs", "format.md"));

    public static TheoryData<string, ReadoutKind, Precision, HeadKind> Kinds => new(
        from table in Configurations.Tables
        from readout in (ReadoutKind[])[ReadoutKind.Last, ReadoutKind.SoftAttention]
        from precision in (Precision[])[Precision.Fp32, Precision.Fp16, Precision.Int8, Precision.Int4]
        from head in (HeadKind[])[HeadKind.Catalog, HeadKind.Copy]
        select (table, readout, precision, head));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_reader_written_from_the_document_reads_the_same_numbers(
        string table, ReadoutKind readout, Precision precision, HeadKind head)
    {
        byte[] bytes = TestModel.Random(Configurations.Small(table, readout, precision, head), 11).Bytes();
        var documented = new DocumentedFile(bytes);
        ModelFile file = ModelFile.Parse(bytes);
        AssertWords(file.Configuration, documented.Words);
        Assert.Equal(
            TestModel.Roles(file.Configuration).Select(tensor => ((int)tensor.Role, tensor.Index)).Order(),
            documented.Tensors.Keys.Order());
        Assert.Null(documented.Ids);
        foreach ((TensorRole role, int index, int length) in TestModel.Roles(file.Configuration))
        {
            float[] values = new float[length];
            file.CopyTo(role, index, values);
            Assert.Equal(documented.Tensors[((int)role, index)].Select(x => Bits((float)x)), values.Select(Bits));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    public void A_reader_written_from_the_document_reads_the_same_ids(int items)
    {
        string[] ascending = [.. Enumerable.Range(0, items).Select(i => $"item {i:D4}")];
        string[] mixed = [.. ascending.Select((_, i) => $"{i * 7919 % 1009} é")];
        long[] numbers = [.. Enumerable.Range(0, items).Select(i => (long)(i * 7919 % 1009) - 500)];
        foreach (CatalogIds ids in (CatalogIds[])[ItemIds.Of(ascending), ItemIds.Of(mixed), ItemIds.Of(numbers)])
        {
            byte[] bytes = TestModel.Random(Configurations.Tiny(items, 2, 2, 2), 1).Bytes(ids);
            var documented = new DocumentedFile(bytes);
            string[] expected = [.. Enumerable.Range(1, items).Select(ids.IdOf)];
            Assert.Equal(expected, documented.Ids);
            int[] sorted = ids.AreNumbers
                ? [.. Enumerable.Range(0, items).OrderBy(i => numbers[i])]
                : [.. Enumerable.Range(0, items).OrderBy(i => expected[i], StringComparer.Ordinal)];
            bool ascends = sorted.SequenceEqual(Enumerable.Range(0, items));
            Assert.Equal(ascends ? null : sorted, documented.Order);
        }
    }

    [Fact]
    public void The_worked_offsets_are_right()
    {
        byte[] bytes = TestModel.Random(Configurations.SmallestDense, 1).Bytes();
        Assert.Equal(
            (21, 528, 576, 768),
            (
                FileParts.Sections(bytes),
                FileParts.TableEnd(bytes),
                FileParts.Start(bytes, 0),
                FileParts.Start(bytes, TensorRole.ItemTable)));
        Assert.Contains(
            "21 sections; header and table take 24 + 21·24 = 528 bytes, the configuration is at 576 and ends at 728, "
                + "the item table is at 768",
            Document);
        bytes = TestModel.Random(Configurations.SmallestCopying, 1).Bytes();
        Assert.Equal(
            (24, 600, 640, 832),
            (
                FileParts.Sections(bytes),
                FileParts.TableEnd(bytes),
                FileParts.Start(bytes, 0),
                FileParts.Start(bytes, TensorRole.ItemTable)));
        Assert.Contains("24 sections: header and table take 600 bytes, the configuration is at 640, the item table at 832", Document);
    }

    [Fact]
    public void The_worked_panel_in_fp32_is_right()
    {
        byte[] bytes = Weight([1, 2, 3, 4, 5, 6], Precision.Fp32, out int start);
        string[] rows =
        [
            .. Enumerable.Range(0, 3).Select(k => string.Join(
                ' ', Enumerable.Range(0, 16).Select(n => $"{BitConverter.ToSingle(bytes, start + (4 * ((16 * k) + n)))}"))),
        ];
        Assert.Equal(["1 4" + Zeros(14), "2 5" + Zeros(14), "3 6" + Zeros(14)], rows);
        Assert.All(rows, row => Assert.Contains($"    {row}\n", Document));
    }

    [Fact]
    public void The_worked_panel_in_int8_is_right()
    {
        byte[] bytes = Weight([1.27f, -0.64f, 0, 2.54f, 1, -0.04f], Precision.Int8, out int start);
        Assert.Equal([0.01f, 0.02f], [BitConverter.ToSingle(bytes, start), BitConverter.ToSingle(bytes, start + 4)]);
        Assert.All(bytes[(start + 8)..(start + 64)], b => Assert.Equal(0, b));
        string[] rows =
            [.. bytes[(start + 64)..(start + 64 + 48)].Chunk(16).Select(row => string.Join(' ', row.Select(b => $"{(sbyte)b}")))];
        Assert.Equal(["127 127" + Zeros(14), "-64 50" + Zeros(14), "0 -2" + Zeros(14)], rows);
        Assert.All(rows, row => Assert.Contains($"    {row}\n", Document));
        Assert.Contains("(1.27 −0.64 0 | 2.54 1 −0.04) has the scales 0.01 and 0.02", Document);
    }

    [Fact]
    public void The_worked_panel_in_int4_is_right()
    {
        byte[] bytes = Weight(
            [1, 3, 0, .. Enumerable.Repeat<float[]>([1, 0, 0], 7).SelectMany(row => row), -1, 0, 0], Precision.Int4, out int start);
        Assert.Equal([1f / 7, 3f / 7, 0], Enumerable.Range(0, 3).Select(k => BitConverter.ToSingle(bytes, start + (4 * k))));
        Assert.All(bytes[(start + 12)..(start + 64)], b => Assert.Equal(0, b));
        string[] rows = [.. bytes[(start + 64)..(start + 64 + 24)].Chunk(8).Select(Hex)];
        Assert.Equal(["97 07 07 07 07 07 07 07", "07 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 00"], rows);
        Assert.All(rows, row => Assert.Contains($"    {row}\n", Document));
        Assert.Contains(
            "the row (1 3 0), seven rows (1 0 0) and the row (−1 0 0) has the scales 1/7, 3/7 and 0, 12 bytes and 52 of zeros", Document);
    }

    [Fact]
    public void The_worked_panel_of_binary_codes_is_right()
    {
        TestModel model = TestModel.Random(Configurations.SmallestCodes, 1);
        model[TensorRole.Core, 1] = [1, 1, -1, -1, -1, -1, 0.5f, -2, 0, .. Enumerable.Repeat(-1f, 15), 1, -1, -1];
        byte[] bytes = model.Bytes();
        int start = (int)BitConverter.ToUInt64(bytes, FileParts.Entry(2, FileParts.Offset));
        string[] rows = [.. bytes[start..(start + 32)].Chunk(16).Select(Hex)];
        Assert.Equal(["05 01 04" + string.Concat(Enumerable.Repeat(" 00", 13)), "01" + string.Concat(Enumerable.Repeat(" 00", 15))], rows);
        Assert.All(rows, row => Assert.Contains($"    {row}\n", Document));
        Assert.Contains("item 1 has + − + at k 0 to 2 and + at k 8, item 2 + at k 0 alone and item 3 at k 2 alone", Document);
    }

    [Fact]
    public void The_worked_number_of_two_panels_is_right()
    {
        var shape = new MatrixShape(2, 3, 1, 6);
        int number = 0;
        foreach ((int at, int to, _) in new PackingOrder(shape)) number = at == (((1 * 3) + 2) * 6) + 5 ? to : number;
        Assert.Equal((49, 64 * 4), (number, shape.Bytes(ElementType.Float32)));
        Assert.Contains("the core [2, 3, 1, 6] is a P of 2 rows and 18 columns in 64 numbers", Document);
        Assert.Contains("(1, 2, 0, 5) is P[1, 17], number (1·2 + 1)·16 + 1 = 49", Document);
    }

    [Fact]
    public void The_worked_ids_are_right()
    {
        byte[] section = ItemIds.Of(["pear", "peach", "apple"]).Bytes.ToArray();
        Assert.Equal(34, section.Length);
        foreach ((int from, int to) in ((int, int)[])[(0, 12), (12, 16), (16, 17), (17, 23), (23, 27), (27, 34)])
            AssertShown(section[from..to]);
        foreach (long number in (long[])[12, -3])
        {
            byte[] bytes = ItemIds.Of([number]).Bytes[^8..].ToArray();
            Assert.Contains($"{Math.Abs(number)} is {Hex(bytes)}", Document);
        }

        Assert.Equal(255, IdSection.MaxKey);
    }

    [Fact]
    public void The_worked_history_is_right()
    {
        var history = new History(TestModel.Random(Configurations.Tiny(12, 2, 2, 2), 1).Load());
        history.Append(12);
        history.Append(5);
        byte[] saved = new byte[history.SavedLength];
        Assert.Equal(24, history.Save(saved));
        AssertShown(saved[..16]);
        AssertShown(saved[16..]);
    }

    [Fact]
    public void The_stated_limits_are_the_runtime_s()
    {
        Assert.Equal((1L << 31) - 121, ModelLayout.MaxFileLength);
        Assert.Equal(
            (1 << 27, 1 << 14, 64, 1 << 12),
            (ModelConfiguration.MaxItems, ModelConfiguration.MaxWidth, ModelConfiguration.MaxLayers, ModelConfiguration.MaxWindow));
        Assert.Equal((8, 1 << 24), (PlainTrainShape.MaxCores, PlainTrainShape.MaxStateLength));
        Assert.Equal((4u, 152), (ModelLayout.Version, ConfigurationSection.Length));
    }

    private static void AssertWords(ModelConfiguration c, uint[] words)
    {
        EncoderSizes e = c.Encoder;
        (int code, int block, int[] rows, int[] columns, int[] ranks) = c.Table switch
        {
            PlainTrainShape train => (1, train.Block, train.Rows.ToArray(), train.Columns.ToArray(), train.Ranks[1..^1].ToArray()),
            BinaryCodesShape codes => (2, 1, [1, c.Items], [e.Width, 1], [codes.Bits]),
            _ => (0, 0, Array.Empty<int>(), Array.Empty<int>(), Array.Empty<int>()),
        };
        int[] expected =
        [
            c.Items, e.Width, e.Inner, e.Heads, e.Layers, e.MaxLength, (int)e.Readout, code, Bits(e.LayerNormEpsilon),
            rows.Length, block, (int)c.Precision, (int)c.Head, Bits(c.LogitScale),
            .. Padded(rows), .. Padded(columns), .. Padded(ranks),
        ];
        Assert.Equal(expected.Select(word => (uint)word), words);
    }

    private static int[] Padded(int[] factors) => [.. factors, .. new int[8 - factors.Length]];

    // A weight [n, 3] of a model's file, and where it starts.
    private static byte[] Weight(float[] values, Precision precision, out int start)
    {
        TestModel model = TestModel.Random(Configurations.Tiny(2, 3, values.Length / 3, 2) with { Precision = precision }, 1);
        model[TensorRole.ExpandWeight] = values;
        byte[] bytes = model.Bytes();
        start = FileParts.Start(bytes, TensorRole.ExpandWeight);
        return bytes;
    }

    private static void AssertShown(byte[] bytes) => Assert.Contains($"    {Hex(bytes)}  ", Document);

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (byte b in bytes) text.Append(text.Length == 0 ? "" : " ").Append($"{b:X2}");
        return text.ToString();
    }

    private static string Zeros(int count) => string.Concat(Enumerable.Repeat(" 0", count));

    private static int Bits(float x) => BitConverter.SingleToInt32Bits(x);
}
