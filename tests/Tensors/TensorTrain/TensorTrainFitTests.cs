using MathNet.Numerics.LinearAlgebra;

namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainFitTests
{
    // One row of the grid: the train is a product of two matrices, and the best one of a rank is known.
    [Fact]
    public void A_grid_of_one_row_gets_the_best_product_of_its_rank()
    {
        const int Items = 40, Width = 9, Rank = 3;
        var shape = new TensorTrainShape(Items, [1, Items], [Width, 1], [Rank], block: 1);
        float[] table = Values(Items * Width, seed: 1);
        // Singular values that fall, so that the subspace of the first ones is distinct.
        for (int i = 0; i < table.Length; i++) table[i] *= MathF.Pow(0.5f, i % Width);
        double[] singular = [.. Matrix<double>.Build.Dense(Items, Width, (i, j) => table[(i * Width) + j]).Svd(false).S];
        Assert.Equal(singular.Skip(Rank).Sum(s => s * s), Error(shape, table), 1e-3 * singular.Sum(s => s * s));
    }

    [Theory]
    [InlineData(24, 3, 8, 4)]
    [InlineData(22, 3, 8, 4)]
    [InlineData(17, 3, 8, 4)]
    [InlineData(16, 3, 8, 2)]
    public void A_table_that_is_a_train_is_found_again_whatever_cells_are_empty(int items, int firstRows, int lastRows, int rank)
    {
        const int Width = 12;
        var shape = new TensorTrainShape(items, [firstRows, lastRows], [Width, 1], [rank], block: 1);
        Tensor[] cores = Cores(shape, seed: 7);
        float[] table = Table(shape, cores);
        Assert.InRange(Error(shape, table) / table.Sum(x => (double)x * x), 0, 1e-4);
    }

    [Fact]
    public void Both_cores_end_with_the_same_root_mean_square()
    {
        var shape = new TensorTrainShape(300, [4, 75], [32, 1], [6], block: 1);
        Tensor[] cores = Fitted(shape, Values(300 * 32, seed: 3));
        double[] sizes = [.. cores.Select(core => Math.Sqrt(core.Span.ToArray().Average(x => (double)x * x)))];
        Assert.Equal(sizes[0], sizes[1], 1e-4 * sizes[0]);
    }

    [Fact]
    public void Other_trains_and_tables_are_refused()
    {
        var columns = new TensorTrainShape(20, [4, 5], [6, 2], [3], block: 1);
        Assert.False(TensorTrainFit.Fits(columns));
        Assert.Throws<ArgumentException>(() => TensorTrainFit.Run(columns, Cores(columns, 1), new Tensor(new Shape(20, 12))));
        var plain = new TensorTrainShape(20, [4, 5], [12, 1], [3], block: 1);
        Assert.True(TensorTrainFit.Fits(plain));
        Assert.Throws<ArgumentException>(() => TensorTrainFit.Run(plain, Cores(plain, 1), new Tensor(new Shape(21, 12))));
    }

    // The squared distance of the fitted train.
    private static double Error(TensorTrainShape shape, float[] table) =>
        Table(shape, Fitted(shape, table)).Zip(table, (x, y) => Math.Pow((double)x - y, 2)).Sum();

    private static Tensor[] Fitted(TensorTrainShape shape, float[] table)
    {
        Tensor[] cores = Cores(shape, seed: 5);
        TensorTrainFit.Run(shape, cores, new Tensor(new Shape(shape.Items, shape.Width), table));
        return cores;
    }

    private static Tensor[] Cores(TensorTrainShape shape, ulong seed)
    {
        Tensor[] cores = [.. Enumerable.Range(0, 2).Select(k => new Tensor(shape.CoreShape(k)))];
        TensorTrainInitializer.Fill(shape, cores, seed);
        return cores;
    }

    // Row (i, q) is G_1[i] times column q of G_2.
    private static float[] Table(TensorTrainShape shape, Tensor[] cores)
    {
        int rank = shape.PlainRanks[1], lastRows = shape.Rows[1];
        return
        [
            .. from item in Enumerable.Range(0, shape.Items)
               from j in Enumerable.Range(0, shape.Width)
               let map = (((item / lastRows) * shape.Width) + j) * rank
               select (float)Enumerable.Range(0, rank).Sum(k => (double)cores[0].Span[map + k] * cores[1].Span[(k * lastRows) + (item % lastRows)]),
        ];
    }

    private static float[] Values(int count, ulong seed)
    {
        float[] values = new float[count];
        new Philox(seed).FillUniform(values, -1, 1);
        return values;
    }
}
