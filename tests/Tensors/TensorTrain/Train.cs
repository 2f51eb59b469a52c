using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Tensors.Tests;

/// <summary>A small train with random cores in double, and the same in float32.</summary>
public sealed class Train : IDisposable
{
    public Train(TensorTrainShape shape, ulong seed = 1)
    {
        Shape = shape;
        Cores = [.. Enumerable.Range(0, shape.Cores).Select(k => Draw(shape.CoreShape(k), seed, (uint)k))];
        Values = Array.ConvertAll(Cores, core => Array.ConvertAll(core.Span.ToArray(), x => (double)x));
    }

    public TensorTrainShape Shape { get; }

    public Tensor[] Cores { get; }

    public double[][] Values { get; }

    public Arena Arena { get; } = new();

    /// <summary>Two or three cores, block 1, 2 or 4, and a catalog that rarely fills its grid.</summary>
    public static Arbitrary<TensorTrainShape> Shapes() =>
        (from cores in Gen.Choose(2, 3)
         from block in Gen.Elements(1, 2, 4)
         from rows in Gen.Choose(1, 6).ArrayOf(cores)
         from columns in Gen.Choose(1, 4).ArrayOf(cores)
         from ranks in Gen.Choose(1, 5).ArrayOf(cores - 1)
         from items in Gen.Choose(1, rows.Aggregate((a, b) => a * b))
         select Build(items, rows, columns, ranks, block)).ToArbitrary();

    public static Tensor Draw(Shape shape, ulong seed, uint site = 0)
    {
        var tensor = new Tensor(shape);
        new Philox(seed, 0, site).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }

    public Tensor Table()
    {
        var table = new Tensor(new Shape(Shape.Items, Shape.Width));
        table.Span.Fill(float.NaN);
        TensorTrain.Materialize(Shape, Cores, table, Arena);
        return table;
    }

    /// <summary>
    /// The same train with the magnitudes of its cores: as tables and gradients are sums of products, it gives Σ|terms| of each of
    /// their entries, which is what rounding is measured against. A sum that cancels is no less exact, only smaller.
    /// </summary>
    public Train Magnitudes()
    {
        var magnitudes = new Train(Shape);
        for (int k = 0; k < Cores.Length; k++) Cores[k].Span.CopyTo(magnitudes.Cores[k].Span);
        foreach (Tensor core in magnitudes.Cores) Absolute(core);
        return magnitudes;
    }

    public static void Absolute(Tensor tensor)
    {
        foreach (ref float x in tensor.Span) x = Math.Abs(x);
    }

    public Tensor[] Gradients() => [.. Enumerable.Range(0, Shape.Cores).Select(k => new Tensor(Shape.CoreShape(k)))];

    /// <summary>|a − b| ≤ 2e-6 · the largest Σ|terms|.</summary>
    public static void AssertClose(double[] expected, ReadOnlySpan<float> actual, ReadOnlySpan<float> magnitudes)
    {
        Assert.Equal(expected.Length, actual.Length);
        double tolerance = 2e-6 * magnitudes.ToArray().Max();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }

    public void Dispose()
    {
        foreach (Tensor core in Cores) core.Dispose();
        Arena.Dispose();
    }

    private static TensorTrainShape Build(int items, int[] rows, int[] columns, int[] ranks, int block)
    {
        columns[^1] *= block;
        return new TensorTrainShape(items, rows, columns, Array.ConvertAll(ranks, rank => rank * block), block);
    }
}
