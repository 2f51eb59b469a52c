namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTests
{
    [Fact]
    public void A_new_tensor_is_zero_and_aligned_to_a_cache_line()
    {
        for (int length = 0; length < 70; length++)
        {
            using var tensor = new Tensor(new Shape(length));
            Assert.Equal(new float[length], tensor.Span.ToArray());
            Assert.Equal(0, Address(tensor) % 64);
        }
    }

    // Beyond two megabytes large pages are asked for.
    [Theory]
    [InlineData((1 << 19) - 1)]
    [InlineData((1 << 19) + 1)]
    [InlineData(1 << 21)]
    public void A_large_tensor_is_so_too(int length)
    {
        using var tensor = new Tensor(new Shape(length));
        Assert.True(tensor.Span.IndexOfAnyExcept(0f) < 0);
        Assert.Equal(0, Address(tensor) % 64);
    }

    [Fact]
    public void Rows_are_those_of_the_matrix_with_the_last_axis_as_columns()
    {
        using var tensor = new Tensor(new Shape(2, 2, 3), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Assert.Equal((4, 3, 12), (tensor.Rows, tensor.Columns, tensor.Length));
        Assert.Equal([6f, 7f, 8f], tensor.Row(2).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Row(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Row(-1));
    }

    [Fact]
    public void Another_shape_shares_the_values()
    {
        using var tensor = new Tensor(new Shape(2, 3), [0, 1, 2, 3, 4, 5]);
        Tensor view = tensor.Reshape(new Shape(3, 2));
        view.Row(2)[0] = 9;
        Assert.Equal(9, tensor.Row(1)[1]);
        view.Dispose();
        Assert.Equal(5, tensor.Span[5]);
        Assert.Contains(
            "is 4, expected 6", Assert.Throws<ArgumentException>(() => tensor.Reshape(new Shape(4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_values_as_the_shape_holds_are_needed() =>
        Assert.Contains(
            "[2, 2] is 3, expected 4",
            Assert.Throws<ArgumentException>(() => new Tensor(new Shape(2, 2), [1, 2, 3])).Message,
            StringComparison.Ordinal);

    private static unsafe long Address(Tensor tensor) => (long)tensor.Pointer;
}
