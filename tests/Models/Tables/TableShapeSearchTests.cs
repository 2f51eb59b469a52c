using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class TableShapeSearchTests
{
    [Theory]
    [InlineData(40_727, 128, 60, 64)]
    [InlineData(36_968, 128, 60, 64)]
    [InlineData(40_727, 128, 300, 8)]
    [InlineData(40, 1, 1, 16)]
    public void Binary_codes_use_their_compression_in_whole_bytes(int items, int width, double compression, int bits)
    {
        ModelConfiguration teacher = Teacher(items, width), student = TableShapeSearch.BinaryCodes(teacher, compression);
        int narrow = Math.Max(1, width / 2);
        Assert.Equal(bits, Assert.IsType<BinaryCodesShape>(student.Table).Bits);
        Assert.Equal(teacher with { Encoder = teacher.Encoder.OfWidth(narrow), Table = student.Table }, student.Checked());
        double numbers = Numbers(bits), more = Numbers(bits + 8);
        Assert.True(numbers <= (double)items * width / compression && (double)items * width / compression < more);
        Assert.Equal((double)items * width / numbers, TableShapeSearch.Compression(student, teacher), 1e-9);

        double Numbers(double rank) => (narrow * rank) + (rank * items / 32);
    }

    [Fact]
    public void A_compression_that_leaves_no_eight_bits_has_none()
    {
        ModelConfiguration teacher = Teacher(40_727, 128);
        Assert.Equal("binary codes of 8 bits", TableShapeSearch.BinaryCodes(teacher, 487.4).Table.Text);
        ModelConfiguration train = TableShapeSearch.BinaryCodes(teacher, 488);
        Assert.Equal(TensorTrainShapeSearch.Default(40_727, 128, 488).ToString(), train.Table.Text);
        Assert.Equal(teacher with { Table = train.Table }, train);
        Assert.Throws<UnreachableCompressionException>(() => TableShapeSearch.BinaryCodes(teacher, 50_000));
        Assert.Throws<UnreachableCompressionException>(() => TableShapeSearch.BinaryCodes(teacher, 0.5));
        Assert.Throws<UnreachableCompressionException>(() => TableShapeSearch.BinaryCodes(teacher, double.NaN));
        Assert.Throws<ArgumentException>(() => TableShapeSearch.BinaryCodes(Teacher(0, 128), 60));
    }

    [Theory]
    [InlineData(36_968, 30, 128, 156)]
    [InlineData(36_968, 60, 64, 84)]
    [InlineData(40_727, 60, 64, 84)]
    [InlineData(36_968, 100, 64, 44)]
    [InlineData(36_968, 200, 32, 24)]
    public void A_file_s_size_is_used_up_by_the_widest_encoder_that_leaves_most_of_it_to_the_items(
        int items, int factor, int width, int bits)
    {
        var teacher = new ModelConfiguration { Items = items, Encoder = new EncoderSizes { Width = 128 }, Head = HeadKind.Copy };
        long bytes = ModelFile.FileBytes(teacher) / factor;
        ModelConfiguration student = TableShapeSearch.OfFile(teacher, bytes);
        Assert.Equal(bits, Assert.IsType<BinaryCodesShape>(student.Table).Bits);
        Assert.Equal(teacher with { Encoder = teacher.Encoder.OfWidth(width), Table = student.Table }, student.Checked());
        Assert.True(Bytes(bits) <= bytes && bytes < Bytes(bits + 4));

        long Bytes(int coded) => TableShapeSearch.PackedBytes(student with { Table = new BinaryCodesShape(coded) });
    }

    [Theory]
    [InlineData(36_968, 64, 84)]
    [InlineData(6_000, 32, 76)]
    [InlineData(4_000, 64, 64)]
    [InlineData(3_000, 64, 84)]
    [InlineData(1_000, 64, 192)]
    [InlineData(398, 64, 192)]
    [InlineData(1, 64, 192)]
    public void Enough_bits_are_those_of_the_file_or_64_and_more_where_they_weigh_less_than_the_rest(int items, int width, int bits)
    {
        var teacher = new ModelConfiguration { Items = items, Encoder = new EncoderSizes { Width = 128 }, Head = HeadKind.Copy };
        ModelConfiguration student = TableShapeSearch.OfEnoughBits(teacher, ModelFile.FileBytes(teacher) / 60);
        Assert.Equal((width, bits), (student.Encoder.Width, Assert.IsType<BinaryCodesShape>(student.Table).Bits));
        Assert.Equal(teacher with { Encoder = teacher.Encoder.OfWidth(width), Table = student.Table }, student.Checked());
    }

    [Fact]
    public void A_file_without_room_for_four_bits_an_item_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => TableShapeSearch.OfFile(Teacher(36_968, 128), 20_000));
        Assert.Contains("a file of 20,000 bytes cannot hold 4 bits of each of 36,968 items", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40_727, 27, "I (16, 2546), J (128, 1), R (42), t 1")]
    [InlineData(6_000, 30, "I (11, 546), J (64, 2), R (14), t 1")]
    public void A_train_is_the_default_of_its_search_and_as_wide_as_the_teacher(int items, double compression, string shape)
    {
        ModelConfiguration teacher = Teacher(items, 128), student = TableShapeSearch.TensorTrain(teacher, compression);
        Assert.Equal(shape, student.Table.Text);
        Assert.Equal(teacher with { Table = student.Table }, student.Checked());
        Assert.True(TableShapeSearch.Compression(student, teacher) >= compression);
        Assert.Throws<UnreachableCompressionException>(() => TableShapeSearch.TensorTrain(teacher, 50_000));
        Assert.Throws<UnreachableCompressionException>(() => TableShapeSearch.TensorTrain(teacher, 0.5));
    }

    [Fact]
    public void A_narrower_train_makes_a_narrower_encoder_of_everything_else_alike()
    {
        ModelConfiguration teacher = Teacher(40, 32) with { Head = HeadKind.Copy, LogitScale = 7, Precision = Precision.Int8 };
        ModelConfiguration student = TableShapeSearch.WithTrain(teacher, new TensorTrainShape(40, [5, 8], [4, 2], [6], block: 2));
        Assert.Equal("I (5, 8), J (4, 2), R (6), t 2", student.Table.Text);
        Assert.Equal(teacher with { Encoder = teacher.Encoder with { Width = 8, Inner = 12 }, Table = student.Table }, student.Checked());
    }

    [Property]
    public Property A_train_has_the_compression_and_the_macs_of_its_shape_and_comes_back_from_what_a_file_states() => Prop.ForAll(
        (from cores in Gen.Choose(2, 4)
         from block in Gen.Elements(1, 2, 3)
         from rows in Gen.Choose(1, 5).ArrayOf(cores)
         from columns in Gen.Choose(1, 3).ArrayOf(cores)
         from ranks in Gen.Choose(1, 4).ArrayOf(cores - 1)
         from items in Gen.Choose(1, rows.Aggregate((a, b) => a * b))
         select Shape(items, rows, columns, ranks, block)).ToArbitrary(),
        shape =>
        {
            ModelConfiguration dense = Teacher(shape.Items, shape.Width), train = TableShapeSearch.WithTrain(dense, shape);
            Assert.Equal(shape.MacsPerItem, TableShapeSearch.MacsPerItem(train), 1e-9);
            Assert.Equal(shape.Compression, TableShapeSearch.Compression(train, dense), 1e-9);
            Assert.Equal(shape.Parameters, train.TableParameters);
            Assert.Equal(shape.ToString(), train.Table.Text);
            TensorTrainShape again = TensorTrainItemTable.ShapeOf((PlainTrainShape)train.Table, shape.Items);
            Assert.Equal((shape.ToString(), shape.Items), (again.ToString(), again.Items));
        });

    [Fact]
    public void A_dense_row_takes_d_and_a_code_its_bits_and_the_projection_s_part()
    {
        ModelConfiguration dense = Teacher(40_727, 64);
        Assert.Equal(64, TableShapeSearch.MacsPerItem(dense));
        Assert.Equal(1, TableShapeSearch.Compression(dense, dense));
        ModelConfiguration codes = dense with { Table = new BinaryCodesShape(24) };
        Assert.Equal(24 + (24 * 64 / 40_727d), TableShapeSearch.MacsPerItem(codes), 1e-12);
        Assert.Equal(40_727 * 64d / ((24 * 64) + (24 * 40_727 / 32d)), TableShapeSearch.Compression(codes, dense), 1e-9);
    }

    private static ModelConfiguration Teacher(int items, int width) =>
        new() { Items = items, Encoder = new EncoderSizes { Width = width, Inner = 3 * width / 2 } };

    private static TensorTrainShape Shape(int items, int[] rows, int[] columns, int[] ranks, int block)
    {
        columns[^1] *= block;
        return new TensorTrainShape(items, rows, columns, [.. ranks.Select(rank => rank * block)], block);
    }
}
