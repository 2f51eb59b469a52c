using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class GatherRowsTests
{
    [Fact]
    public void Value_and_gradients_agree_with_the_twin_repeated_rows_included()
    {
        int[] rows = [3, 0, 3, 3, 1];
        Check.Gradients((tape, x) => GatherRows.Apply(tape, x[0], rows), x => GatherRows.Reference<double>(x[0], 5, rows), new Shape(4, 5));
    }

    [Fact]
    public void No_rows_give_an_empty_matrix()
    {
        using var tape = new Tape();
        using Parameter table = Values.RandomParameter(new Shape(4, 5), 1);
        tape.BeginTraining(0);
        Variable y = GatherRows.Apply(tape, table, ReadOnlyMemory<int>.Empty);
        tape.Backward();
        Assert.Equal(new Shape(0, 5), y.Shape);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_row_outside_the_table_is_refused(int row)
    {
        using var tape = new Tape();
        using var table = new Parameter("table", new Shape(4, 5));
        string message = Assert.Throws<ArgumentException>(() => GatherRows.Apply(tape, table, new[] { 0, row })).Message;
        Assert.Equal($"GatherRows: row {row} (at 1) is not in [4, 5].", message);
    }
}
