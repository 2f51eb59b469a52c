using MathNet.Numerics.LinearAlgebra;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Ratios;

/// <summary>One product by every contestant in turn.</summary>
internal sealed class ProductRatios
{
    /// <summary>The contestants that are no peer.</summary>
    public const string Ours = "ours", TwoThreads = "twoThreads", Peak = "peak", PeakOfTwo = "peakOfTwo";

    // A run of one contestant takes a few milliseconds: the clock's grain and waking a thread vanish beside it.
    private const double RunOperations = 1e9;

    private readonly InTurn contestants = new();

    public ProductRatios(ProductShape shape, OpenBlas? openBlas)
    {
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        var a = new Tensor(shape.TransposeA ? new Shape(k, m) : new Shape(m, k));
        var b = new Tensor(shape.TransposeB ? new Shape(n, k) : new Shape(k, n));
        var c = new Tensor(new Shape(m, n));
        new Philox(1).FillUniform(a.Span, -1, 1);
        new Philox(2).FillUniform(b.Span, -1, 1);
        int repetitions = Math.Max(1, (int)(RunOperations / shape.Operations));
        contestants.Add(Peak, () => MultiplyAddPeak.Measure());
        Add(Ours, () => Multiply(1));
        Add(TwoThreads, () => Multiply(2));
        contestants.Add(PeakOfTwo, () => MultiplyAddPeak.Measure(threads: 2));
        if (openBlas is not null) Add("openblas", () => openBlas.Multiply(shape, a, b, c, threads: 1));
        if (shape.Operations < 3e8)
        {
            // MathNet takes seconds for the larger ones.
            Matrix<float> x = Matrix<float>.Build.DenseOfRowMajor(a.Rows, a.Columns, a.Span.ToArray());
            Matrix<float> y = Matrix<float>.Build.DenseOfRowMajor(b.Rows, b.Columns, b.Span.ToArray());
            Matrix<float> z = Matrix<float>.Build.Dense(m, n);
            Add("mathnet", () => x.Multiply(y, z));
        }

        void Add(string name, Action run) => contestants.AddWarm(name, run, repetitions);

        void Multiply(int threads)
        {
            WorkerPool.Threads = threads;
            MatrixProduct.Multiply(a, b, c, shape.TransposeA, shape.TransposeB);
        }
    }

    /// <summary>
    /// Each contestant's median seconds of one product, and the median peaks of one and of two cores that were measured between them.
    /// </summary>
    public IReadOnlyDictionary<string, double> Medians(int rounds) => contestants.Medians(rounds);
}
