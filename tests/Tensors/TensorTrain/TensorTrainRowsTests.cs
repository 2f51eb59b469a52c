using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainRowsTests
{
    [Property]
    public Property Rows_are_those_of_the_rebuilt_table() => Prop.ForAll(TrainsAndRows(), drawn =>
    {
        (TensorTrainShape shape, int[] rows) = drawn;
        using Train train = new(shape), magnitudes = train.Magnitudes();
        using Tensor table = train.Table(), values = Filled(rows.Length, shape.Width), terms = magnitudes.Table();
        TensorTrain.Rows(shape, train.Cores, rows, values, train.Arena);
        Train.AssertClose([.. rows.SelectMany(row => table.Row(row).ToArray()).Select(x => (double)x)], values.Span, terms.Span);
    });

    // The table's gradient with dY added at every row's place, repeats and all, leads to the same cores.
    [Property]
    public Property Gradients_are_those_of_the_table_with_the_rows_gradients_in_their_places() => Prop.ForAll(TrainsAndRows(), drawn =>
    {
        (TensorTrainShape shape, int[] rows) = drawn;
        using Train train = new(shape), magnitudes = train.Magnitudes();
        using Tensor gradient = Train.Draw(new Shape(rows.Length, shape.Width), 3), dTable = new(new Shape(shape.Items, shape.Width));
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < shape.Width; j++) dTable.Row(rows[i])[j] += gradient.Row(i)[j];
        }

        Tensor[] expected = train.Gradients(), actual = train.Gradients(), terms = train.Gradients();
        TensorTrain.MaterializeBackward(shape, train.Cores, dTable, expected, train.Arena);
        TensorTrain.RowsBackward(shape, train.Cores, rows, gradient, actual, train.Arena);
        TensorTrain.RowsBackward(shape, train.Cores, rows, gradient, actual, train.Arena);
        Train.Absolute(gradient);
        TensorTrain.RowsBackward(shape, magnitudes.Cores, rows, gradient, terms, train.Arena);
        for (int k = 0; k < expected.Length; k++)
            Train.AssertClose(Array.ConvertAll(expected[k].Span.ToArray(), x => 2.0 * x), actual[k].Span, terms[k].Span);
    });

    [Fact]
    public void Worked_rows_of_two_cores()
    {
        // E[(i, j), (a, b)] = G_1[i, a]·G_2[j, b] at rank 1.
        var shape = new TensorTrainShape(4, [2, 2], [2, 2], [1]);
        using Tensor first = new(shape.CoreShape(0), [1, 2, 3, 4]), second = new(shape.CoreShape(1), [5, 6, 7, 8]), values = Filled(2, 4);
        using var arena = new Arena();
        TensorTrain.Rows(shape, [first, second], [3, 0], values, arena);
        Assert.Equal([21, 24, 28, 32, 5, 6, 10, 12], values.Span.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_values()
    {
        using var train = new Train(new TensorTrainShape(5, [2, 3], [2, 1], [2]));
        using Tensor values = Filled(1, 2);
        Assert.Equal(
            "Rows: row 5 is not one of 5 items.",
            Assert.Throws<ArgumentException>(() => TensorTrain.Rows(train.Shape, train.Cores, [5], values, train.Arena)).Message);
        Assert.Equal(
            "Rows: the values do not fit: expected [2, 2], got [1, 2].",
            Assert.Throws<ArgumentException>(() => TensorTrain.Rows(train.Shape, train.Cores, [0, 1], values, train.Arena)).Message);
    }

    private static Tensor Filled(int rows, int columns)
    {
        var tensor = new Tensor(new Shape(rows, columns));
        tensor.Span.Fill(float.NaN);
        return tensor;
    }

    private static Arbitrary<(TensorTrainShape Shape, int[] Rows)> TrainsAndRows() =>
        (from shape in Gen.OneOf(Train.Shapes().Generator, Codes())
         from count in Gen.Choose(1, 90)
         from rows in Gen.Choose(0, shape.Items - 1).ArrayOf(count)
         select (shape, rows)).ToArbitrary();

    // One projection of codes, whose rows are computed together.
    private static Gen<TensorTrainShape> Codes() =>
        from items in Gen.Choose(1, 30)
        from padding in Gen.Choose(0, 3)
        from width in Gen.Choose(1, 9)
        from bits in Gen.Choose(1, 9)
        select new TensorTrainShape(items, [1, items + padding], [width, 1], [bits]);
}
