using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainTests
{
    [Property]
    public Property The_rebuilt_table_is_the_naive_twins() => Prop.ForAll(Train.Shapes(), shape =>
    {
        using Train train = new(shape), magnitudes = train.Magnitudes();
        using Tensor table = train.Table(), terms = magnitudes.Table();
        Train.AssertClose(TensorTrain.Reference(shape, train.Values), table.Span, terms.Span);
    });

    [Property]
    public Property Every_core_accounts_for_the_whole_loss() => Prop.ForAll(Train.Shapes(), shape =>
    {
        using var train = new Train(shape);
        using Tensor table = train.Table(), dTable = Train.Draw(table.Shape, 9);
        Tensor[] gradients = train.Gradients();
        TensorTrain.MaterializeBackward(shape, train.Cores, dTable, gradients, train.Arena);
        double scale = table.Span.ToArray().Sum(Math.Abs) + 1e-3;
        for (int k = 0; k < shape.Cores; k++) Assert.Equal(Inner(table, dTable) / scale, Inner(train.Cores[k], gradients[k]) / scale, 1e-5);
    });

    [Fact]
    public void Gradients_are_added_to_what_is_there()
    {
        using var train = new Train(new TensorTrainShape(10, [3, 4], [2, 2], [4], 2));
        using Train magnitudes = train.Magnitudes();
        using Tensor dTable = Train.Draw(new Shape(10, 4), 5);
        Tensor[] once = train.Gradients(), twice = train.Gradients(), terms = train.Gradients();
        TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, once, train.Arena);
        for (int i = 0; i < 2; i++) TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, twice, train.Arena);
        Train.Absolute(dTable);
        TensorTrain.MaterializeBackward(train.Shape, magnitudes.Cores, dTable, terms, train.Arena);
        for (int k = 0; k < 2; k++)
            Train.AssertClose(Array.ConvertAll(once[k].Span.ToArray(), x => 2d * x), twice[k].Span, terms[k].Span);
    }

    // Blocks are split by prefixes (V 900 × 600 columns), and by the rows of the core (I_2 = 1,200): both shapes cross the limit.
    [Theory]
    [InlineData(890, 30, 30, 20, 30, 3)]
    [InlineData(2390, 2, 1200, 16, 8, 5)]
    public void Tables_of_several_blocks_are_the_naive_twins_too(int items, int i1, int i2, int j1, int j2, int rank)
    {
        using var train = new Train(new TensorTrainShape(items, [i1, i2], [j1, j2], [rank * 2], 2));
        using Tensor table = train.Table(), dTable = Train.Draw(table.Shape, 9);
        using Train magnitudes = train.Magnitudes();
        using Tensor terms = magnitudes.Table();
        Train.AssertClose(TensorTrain.Reference(train.Shape, train.Values), table.Span, terms.Span);
        Tensor[] gradients = train.Gradients();
        TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, gradients, train.Arena);
        double scale = table.Span.ToArray().Sum(Math.Abs);
        for (int k = 0; k < 2; k++) Assert.Equal(Inner(table, dTable) / scale, Inner(train.Cores[k], gradients[k]) / scale, 1e-5);

        // Of every core, entries here and there against the definition: dG[i] = Σ E(G + unit i)∘dE − Σ E(G)∘dE, as E is linear in
        // each core.
        for (int k = 0; k < 2; k++)
        {
            foreach (int at in (int[])[0, gradients[k].Length / 3, gradients[k].Length - 1])
            {
                float was = train.Cores[k].Span[at];
                train.Cores[k].Span[at] = was + 1;
                using Tensor moved = train.Table();
                train.Cores[k].Span[at] = was;
                double difference = Inner(moved, dTable) - Inner(table, dTable);
                Assert.Equal(difference, gradients[k].Span[at], 1e-3 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void Padding_cells_of_the_grid_get_no_gradient()
    {
        // 5 items on 3 × 4 cells: the last row of the grid is padding as a whole.
        using var train = new Train(new TensorTrainShape(5, [3, 4], [2, 2], [2]));
        using Tensor dTable = Train.Draw(new Shape(5, 4), 5);
        Tensor[] gradients = train.Gradients();
        TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, gradients, train.Arena);
        Assert.All(gradients[0].Span[^4..].ToArray(), x => Assert.Equal(0f, x));
        Assert.All(gradients[0].Span[..^4].ToArray(), x => Assert.NotEqual(0f, x));
    }

    [Fact]
    public void A_call_allocates_nothing_on_the_managed_heap()
    {
        using var train = new Train(new TensorTrainShape(34, [3, 4, 3], [2, 2, 2], [4, 6], 2));
        using Tensor table = train.Table();
        Tensor[] gradients = train.Gradients();
        int[] rows = [33, 2, 33];
        using Tensor values = new(new Shape(3, 8));
        Step();
        Assert.Equal(0, Allocations.Of(Step));

        void Step()
        {
            TensorTrain.Materialize(train.Shape, train.Cores, table, train.Arena);
            TensorTrain.MaterializeBackward(train.Shape, train.Cores, table, gradients, train.Arena);
            TensorTrain.Rows(train.Shape, train.Cores, rows, values, train.Arena);
            TensorTrain.RowsBackward(train.Shape, train.Cores, rows, values, gradients, train.Arena);
        }
    }

    [Fact]
    public void Other_sizes_are_refused_with_both_sizes()
    {
        using var train = new Train(new TensorTrainShape(10, [3, 4], [2, 2], [4], 2));
        using var table = new Tensor(new Shape(9, 4));
        Assert.Equal(
            "Materialize: the table does not fit: expected [10, 4], got [9, 4].",
            Assert.Throws<ArgumentException>(() => TensorTrain.Materialize(train.Shape, train.Cores, table, train.Arena)).Message);
        Assert.Equal(
            "Materialize: core 0 does not fit: expected [1, 3, 4, 2], got [2, 4, 1, 1].",
            Assert.Throws<ArgumentException>(
                () => TensorTrain.Materialize(train.Shape, [train.Cores[1], train.Cores[0]], table, train.Arena)).Message);
    }

    private static double Inner(Tensor a, Tensor b) => a.Span.ToArray().Zip(b.Span.ToArray(), (x, y) => (double)x * y).Sum();
}
