namespace OnDeviceRec.Tensors.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Sizes_of_one_to_four_axes()
    {
        Check(new Shape(5), 1, 5, 1, 5, "[5]");
        Check(new Shape(2, 5), 2, 10, 2, 5, "[2, 5]");
        Check(new Shape(3, 2, 5), 3, 30, 6, 5, "[3, 2, 5]");
        Check(new Shape(4, 3, 2, 5), 4, 120, 24, 5, "[4, 3, 2, 5]");
        Check(new Shape(0, 5), 2, 0, 0, 5, "[0, 5]");
        Check(new Shape(5, 0), 2, 0, 0, 0, "[5, 0]");

        static void Check(Shape shape, int rank, int count, int rows, int columns, string text) =>
            Assert.Equal((rank, count, rows, columns, text), (shape.Rank, shape.Count, shape.Rows, shape.Columns, shape.ToString()));
    }

    [Fact]
    public void Axes_are_numbered_from_the_outermost()
    {
        var shape = new Shape(4, 3, 2);
        Assert.Equal([4, 3, 2], Enumerable.Range(0, 3).Select(axis => shape[axis]));
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[-1]);
    }

    [Fact]
    public void Shapes_are_equal_by_all_their_sizes()
    {
        Assert.Equal(new Shape(2, 3), new Shape(2, 3));
        Assert.NotEqual(new Shape(2, 3), new Shape(3, 2));
        Assert.NotEqual(new Shape(6), new Shape(6, 1));
        Assert.NotEqual(new Shape(0), new Shape(0, 0));
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Contains("a size is -1", Assert.Throws<ArgumentException>(() => new Shape(2, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("not 0", Assert.Throws<ArgumentException>(() => new Shape([])).Message, StringComparison.Ordinal);
        Assert.Contains("not 5", Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<OverflowException>(() => new Shape(1 << 16, 1 << 15));
    }
}
