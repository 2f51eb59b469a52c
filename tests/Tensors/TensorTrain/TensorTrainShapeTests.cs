using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainShapeTests
{
    [Fact]
    public void The_papers_table_has_the_papers_rate()
    {
        var shape = new TensorTrainShape(40_727, [169, 241], [16, 8], [60], 2);
        Assert.Equal(191_160, shape.Parameters);
        Assert.Equal(27.3, shape.Compression, 0.05);
        Assert.Equal(128, shape.Width);
        Assert.Equal([32, 4], shape.PlainColumns.ToArray());
        Assert.Equal([1, 30, 1], shape.PlainRanks.ToArray());
        Assert.Equal("[1, 169, 32, 30]", shape.CoreShape(0).ToString());
        Assert.Equal("[30, 241, 4, 1]", shape.CoreShape(1).ToString());
        Assert.Equal("I (169, 241), J (16, 8), R (60), t 2", shape.ToString());
    }

    [Theory]
    [InlineData(169, 241, 32, 4, 30, 120 + 16)]
    [InlineData(30, 1358, 64, 2, 41, 86)]
    [InlineData(15, 2716, 128, 1, 41, 43)]
    public void Multiply_adds_an_item_are_the_methods(int i1, int i2, int a, int c, int rank, int expected) =>
        Assert.Equal(expected, new TensorTrainShape(40_727, [i1, i2], [a, c], [rank]).MacsPerItem, 0.5);

    [Fact]
    public void Multiply_adds_of_three_cores_sum_the_steps()
    {
        // V 24, plain: 2·3·8 (first core) + 2·3·3·5·4 (second) over 24, and 5·2 for the last.
        var shape = new TensorTrainShape(24, [2, 3, 4], [2, 2, 2], [3, 5]);
        Assert.Equal((((2 * 3 * 8) + (2 * 3 * 3 * 5 * 4)) / 24d) + 10, shape.MacsPerItem, 1e-12);
    }

    [Property]
    public Property Parameters_are_those_of_the_semi_tensor_layout() => Prop.ForAll(Train.Shapes(), shape =>
    {
        Assert.Equal(shape.Parameters, Enumerable.Range(0, shape.Cores).Sum(k => (long)SemiTensorView.CoreShape(shape, k).Count));
        Assert.Equal(shape.Compression * shape.Parameters, (double)shape.Items * shape.Width, 1e-9);
    });

    [Property]
    public Property Columns_of_the_plain_train_are_a_permutation_of_the_tables() => Prop.ForAll(Train.Shapes(), shape =>
        Assert.Equal(Enumerable.Range(0, shape.Width), shape.ColumnOfPlain.ToArray().Order()));

    [Fact]
    public void Block_one_leaves_the_columns_in_place() =>
        Assert.Equal(Enumerable.Range(0, 8), new TensorTrainShape(9, [3, 3], [4, 2], [3]).ColumnOfPlain.ToArray());

    [Fact]
    public void The_block_moves_behind_the_other_columns()
    {
        // d = 2 × 4, t = 2: plain (j_1·2 + c, j_2') is table (j_1, j_2'·2 + c).
        Assert.Equal([0, 2, 1, 3, 4, 6, 5, 7], new TensorTrainShape(9, [3, 3], [2, 4], [2], 2).ColumnOfPlain.ToArray());
    }

    [Theory]
    [InlineData(13, 4, 4, 2, "the grid of row factors (3, 4) has 12 cells for 13 items")]
    [InlineData(12, 4, 3, 2, "rank 3 is no positive multiple of block 2")]
    [InlineData(12, 3, 4, 2, "block 2 does not divide the last column factor 3")]
    [InlineData(0, 4, 4, 2, "the number of items is 0")]
    [InlineData(12, 0, 4, 2, "a column factor is 0")]
    [InlineData(12, 4, 0, 2, "rank 0 is no positive multiple of block 2")]
    [InlineData(12, 4, 4, 0, "the block is 0")]
    [InlineData(12, 4, 1 << 30, 2, "core 0 has 12884901888 values, above 2147483647")]
    [InlineData(12, 1 << 30, 4, 2, "the product of column factors (4, 1073741824) is above 2147483647")]
    public void Sizes_that_make_no_train_are_refused(int items, int lastColumn, int rank, int block, string what)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new TensorTrainShape(items, [3, 4], [4, lastColumn], [rank], block));
        Assert.Equal($"TensorTrainShape: {what}.", error.Message);
    }

    [Fact]
    public void Lists_of_other_lengths_are_refused()
    {
        Assert.Equal(
            "TensorTrainShape: 2 to 8 cores are possible, not 1.",
            Assert.Throws<ArgumentException>(() => new TensorTrainShape(3, [3], [4], [])).Message);
        Assert.Equal(
            "TensorTrainShape: the number of ranks between the cores is 2, expected 1.",
            Assert.Throws<ArgumentException>(() => new TensorTrainShape(3, [3, 1], [4, 1], [2, 2])).Message);
    }
}
