using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class TableShapesTests
{
    [Fact]
    public void A_train_has_the_numbers_of_its_cores_and_the_name_of_the_semi_tensor_train()
    {
        var shape = new PlainTrainShape([169, 241], [32, 4], [30], 2);
        Assert.Equal("I (169, 241), J (16, 8), R (60), t 2", shape.Text);
        Assert.Equal("I (5, 6, 11), J (2, 3, 2), R (3, 5), t 1", new PlainTrainShape([5, 6, 11], [2, 3, 2], [3, 5]).Text);
        Assert.Equal((191_160L, 191_160.0), (shape.Parameters(40_727, 128), shape.Words(40_727, 128)));
    }

    [Fact]
    public void The_largest_core_is_counted()
    {
        // I R is a multiple of 16 already: 2^30 numbers, the most that a core has, and one.
        var shape = new PlainTrainShape([1 << 24, 1], [64, 1], [1]);
        Assert.Equal((1L << 30) + 1, shape.Parameters(1 << 24, 64));
    }

    [Fact]
    public void A_bit_counts_as_a_32nd_of_a_number()
    {
        var codes = new BinaryCodesShape(64);
        Assert.Equal((64 * 64) + (64L * 40_727), codes.Parameters(40_727, 64));
        Assert.Equal((64 * 64) + (2 * 40_727), codes.Words(40_727, 64));
        Assert.Equal("binary codes of 64 bits", codes.Text);
        Assert.Equal((1L << 27) * ((1 << 14) + 1), new BinaryCodesShape(1 << 27).Parameters(1, 1 << 14));
    }

    [Fact]
    public void A_dense_table_has_a_row_an_item()
    {
        Assert.Equal(("dense", 5_213_056L, 5_213_056.0), (
            DenseShape.Instance.Text, DenseShape.Instance.Parameters(40_727, 128), DenseShape.Instance.Words(40_727, 128)));
        Assert.Equal(1L << 41, DenseShape.Instance.Parameters(1 << 27, 1 << 14));
    }
}
