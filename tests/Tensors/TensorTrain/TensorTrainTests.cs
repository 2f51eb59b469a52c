using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainTests
{
    [Property]
    public Property The_rebuilt_table_is_the_naive_twins() => Prop.ForAll(Train.Shapes(), shape =>
    {
        using var train = new Train(shape);
        using Tensor table = train.Table();
        Train.AssertClose(TensorTrain.Reference(shape, train.Values), table.Span);
    });

    [Property]
    public Property Scores_without_the_table_are_h_times_the_table_transposed() => Prop.ForAll(Train.Shapes(), Gen.Choose(1, 20).ToArbitrary(), (shape, batch) =>
    {
        using var train = new Train(shape);
        using Tensor table = train.Table(), h = Train.Draw(new Shape(batch, shape.Width), 7);
        using Tensor expected = new(new Shape(batch, shape.Items)), scores = new(expected.Shape);
        scores.Span.Fill(float.NaN);
        MatrixProduct.Multiply(h, table, expected, transposeB: true);
        TensorTrain.Scores(shape, train.Cores, h, scores, train.Arena);
        Train.AssertClose(expected.Span, scores.Span);
    });

    // With dE = dSᵀ·h the loss Σ dS∘(h·Eᵀ) is Σ dE∘E: both ways to the cores have to agree; and dh = dS·E.
    [Property]
    public Property Gradients_through_scores_and_through_the_table_agree() => Prop.ForAll(Train.Shapes(), Gen.Choose(1, 20).ToArbitrary(), (shape, batch) =>
    {
        using var train = new Train(shape);
        using Tensor table = train.Table(), dTable = new(table.Shape), h = Train.Draw(new Shape(batch, shape.Width), 7);
        using Tensor dScores = Train.Draw(new Shape(batch, shape.Items), 8), dh = new(h.Shape), expected = new(h.Shape);
        MatrixProduct.Multiply(dScores, h, dTable, transposeA: true);
        MatrixProduct.Multiply(dScores, table, expected);
        Tensor[] throughTable = train.Gradients(), throughScores = train.Gradients();
        TensorTrain.MaterializeBackward(shape, train.Cores, dTable, throughTable, train.Arena);
        TensorTrain.ScoresBackward(shape, train.Cores, h, dScores, throughScores, dh, train.Arena);
        for (int k = 0; k < shape.Cores; k++) Train.AssertClose(throughTable[k].Span, throughScores[k].Span, 2e-5);
        Train.AssertClose(expected.Span, dh.Span);
    });

    // The table is linear in each core, so Σ G_k∘dG_k = Σ E∘dE for every k.
    [Property]
    public Property Every_core_accounts_for_the_whole_loss() => Prop.ForAll(Train.Shapes(), shape =>
    {
        using var train = new Train(shape);
        using Tensor table = train.Table(), dTable = Train.Draw(table.Shape, 9);
        Tensor[] gradients = train.Gradients();
        TensorTrain.MaterializeBackward(shape, train.Cores, dTable, gradients, train.Arena);
        double scale = table.Span.ToArray().Sum(Math.Abs) + 1e-3;
        for (int k = 0; k < shape.Cores; k++) Assert.Equal(Inner(table, dTable) / scale, Inner(train.Cores[k], gradients[k]) / scale, 1e-5);

        static double Inner(Tensor a, Tensor b) => a.Span.ToArray().Zip(b.Span.ToArray(), (x, y) => (double)x * y).Sum();
    });

    [Fact]
    public void Gradients_are_added_to_what_is_there()
    {
        using var train = new Train(new TensorTrainShape(10, [3, 4], [2, 2], [4], 2));
        using Tensor dTable = Train.Draw(new Shape(10, 4), 5), h = Train.Draw(new Shape(3, 4), 6), dScores = Train.Draw(new Shape(3, 10), 7), dh = new(h.Shape);
        Tensor[] once = train.Gradients(), twice = train.Gradients();
        TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, once, train.Arena);
        TensorTrain.ScoresBackward(train.Shape, train.Cores, h, dScores, once, dh, train.Arena);
        float[] dhOnce = dh.Span.ToArray();
        for (int i = 0; i < 2; i++)
        {
            TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, twice, train.Arena);
            TensorTrain.ScoresBackward(train.Shape, train.Cores, h, dScores, twice, i == 0 ? dh : null, train.Arena);
        }

        for (int k = 0; k < 2; k++) Train.AssertClose(Array.ConvertAll(once[k].Span.ToArray(), x => 2d * x), twice[k].Span);
        Train.AssertClose(Array.ConvertAll(dhOnce, x => 2d * x), dh.Span);
    }

    // Blocks are split by prefixes (V 900 × 600 columns), and by the rows of the core (I_2 = 1,200): both shapes cross the limit.
    [Theory]
    [InlineData(890, 30, 30, 20, 30, 3)]
    [InlineData(2390, 2, 1200, 16, 8, 5)]
    public void Tables_of_several_blocks_are_the_naive_twins_too(int items, int i1, int i2, int j1, int j2, int rank)
    {
        using var train = new Train(new TensorTrainShape(items, [i1, i2], [j1, j2], [rank * 2], 2));
        using Tensor table = train.Table(), dTable = Train.Draw(table.Shape, 9), ones = new(new Shape(1, items));
        Train.AssertClose(TensorTrain.Reference(train.Shape, train.Values), table.Span);

        // dE = 1·hᵀ: the same gradient as that of scores with dS = 1.
        using Tensor h = Train.Draw(new Shape(1, train.Shape.Width), 3);
        ones.Span.Fill(1f);
        for (int row = 0; row < items; row++) h.Span.CopyTo(dTable.Row(row));
        Tensor[] throughTable = train.Gradients(), throughScores = train.Gradients();
        TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, throughTable, train.Arena);
        TensorTrain.ScoresBackward(train.Shape, train.Cores, h, ones, throughScores, null, train.Arena);
        for (int k = 0; k < 2; k++) Train.AssertClose(throughTable[k].Span, throughScores[k].Span, 1e-4);
    }

    [Fact]
    public void Padding_cells_of_the_grid_get_no_gradient()
    {
        // 5 items on 3 × 4 cells: the last row of the grid is padding as a whole.
        using var train = new Train(new TensorTrainShape(5, [3, 4], [2, 2], [2]));
        using Tensor dTable = Train.Draw(new Shape(5, 4), 5), h = Train.Draw(new Shape(3, 4), 6), dScores = Train.Draw(new Shape(3, 5), 7);
        Tensor[] gradients = train.Gradients();
        TensorTrain.MaterializeBackward(train.Shape, train.Cores, dTable, gradients, train.Arena);
        TensorTrain.ScoresBackward(train.Shape, train.Cores, h, dScores, gradients, null, train.Arena);
        Assert.All(gradients[0].Span[^4..].ToArray(), x => Assert.Equal(0f, x));
        Assert.All(gradients[0].Span[..^4].ToArray(), x => Assert.NotEqual(0f, x));
    }

    [Fact]
    public void A_call_allocates_nothing_on_the_managed_heap()
    {
        using var train = new Train(new TensorTrainShape(34, [3, 4, 3], [2, 2, 2], [4, 6], 2));
        using Tensor table = train.Table(), h = Train.Draw(new Shape(5, 8), 1), scores = new(new Shape(5, 34)), dh = new(h.Shape);
        Tensor[] gradients = train.Gradients();
        int[] rows = [33, 2, 33];
        using Tensor values = new(new Shape(3, 8));
        Step();
        Assert.Equal(0, Allocations.Of(Step));

        void Step()
        {
            TensorTrain.Materialize(train.Shape, train.Cores, table, train.Arena);
            TensorTrain.MaterializeBackward(train.Shape, train.Cores, table, gradients, train.Arena);
            TensorTrain.Scores(train.Shape, train.Cores, h, scores, train.Arena);
            TensorTrain.ScoresBackward(train.Shape, train.Cores, h, scores, gradients, dh, train.Arena);
            TensorTrain.Rows(train.Shape, train.Cores, rows, values, train.Arena);
            TensorTrain.RowsBackward(train.Shape, train.Cores, rows, values, gradients, train.Arena);
        }
    }

    [Fact]
    public void Other_sizes_are_refused_with_both_sizes()
    {
        using var train = new Train(new TensorTrainShape(10, [3, 4], [2, 2], [4], 2));
        using Tensor table = new(new Shape(9, 4)), h = new(new Shape(2, 3)), scores = new(new Shape(2, 10));
        Assert.Equal(
            "Materialize: the table does not fit: expected [10, 4], got [9, 4].",
            Assert.Throws<ArgumentException>(() => TensorTrain.Materialize(train.Shape, train.Cores, table, train.Arena)).Message);
        Assert.Equal(
            "Scores: h does not fit: expected [B, 4], got [2, 3].",
            Assert.Throws<ArgumentException>(() => TensorTrain.Scores(train.Shape, train.Cores, h, scores, train.Arena)).Message);
        Assert.Equal(
            "Materialize: core 0 does not fit: expected [1, 3, 4, 2], got [2, 4, 1, 1].",
            Assert.Throws<ArgumentException>(() => TensorTrain.Materialize(train.Shape, [train.Cores[1], train.Cores[0]], table, train.Arena)).Message);
    }
}
