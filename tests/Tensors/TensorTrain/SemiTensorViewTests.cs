using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class SemiTensorViewTests
{
    // The law of the method: G_1 ⋉ G_2, by Kronecker products, has the axes (i_1, j_1, i_2, j_2) of the stored train's table.
    [Property]
    public Property The_semi_tensor_train_equals_the_plain_train() => Prop.ForAll(Train.Shapes().Filter(shape => shape.Cores == 2), shape =>
    {
        using var train = new Train(shape);
        Tensor[] semi = View(shape);
        SemiTensorView.FromPlain(shape, train.Cores, semi);
        double[] g1 = Array.ConvertAll(semi[0].Span.ToArray(), x => (double)x);
        double[] g2 = Array.ConvertAll(semi[1].Span.ToArray(), x => (double)x);
        double[] x = SemiTensorProduct.Reference<double>(g1, semi[0].Rows, semi[0].Columns, g2, semi[1].Rows, semi[1].Columns);
        double[] table = TensorTrain.Reference(shape, train.Values);
        int i2 = shape.Rows[1], j1 = shape.Columns[0], j2 = shape.Columns[1];
        for (int item = 0; item < shape.Items; item++)
        {
            for (int column = 0; column < shape.Width; column++)
            {
                int at = (((((item / i2 * j1) + (column / j2)) * i2) + (item % i2)) * j2) + (column % j2);
                Assert.Equal(x[at], table[(item * shape.Width) + column], 1e-12);
            }
        }
    });

    [Property]
    public Property There_and_back_gives_the_same_cores() => Prop.ForAll(Train.Shapes(), shape =>
    {
        using var train = new Train(shape);
        Tensor[] semi = View(shape), back = train.Gradients();
        SemiTensorView.FromPlain(shape, train.Cores, semi);
        SemiTensorView.ToPlain(shape, semi, back);
        for (int k = 0; k < shape.Cores; k++) Assert.Equal(train.Cores[k].Span.ToArray(), back[k].Span.ToArray());
    });

    [Fact]
    public void The_block_of_the_rank_becomes_the_block_of_the_columns()
    {
        // One row, one column J_1 = 1, R = 4, t = 2: r = k·2 + c is stored at [c, k].
        var shape = new TensorTrainShape(1, [1, 1], [1, 2], [4], 2);
        Tensor[] plain = [new(shape.CoreShape(0)), new(shape.CoreShape(1), [1, 2])];
        SemiTensorView.ToPlain(shape, [new(new Shape(1, 4), [0, 1, 2, 3]), new(new Shape(2, 1), [1, 2])], plain);
        Assert.Equal([0, 2, 1, 3], plain[0].Span.ToArray());
        Assert.Equal("[1, 1, 2, 2]", plain[0].Shape.ToString());
    }

    private static Tensor[] View(TensorTrainShape shape) =>
        [.. Enumerable.Range(0, shape.Cores).Select(k => new Tensor(SemiTensorView.CoreShape(shape, k)))];
}
