using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Ratios;

/// <summary>One product by every contestant in turn, round after round: whatever the machine does beside meets all of them.</summary>
internal sealed class ProductRatios
{
    private const int Rounds = 25;

    // A run of one contestant takes about this long, so that the clock's grain and a call's overhead vanish.
    private const double RunOperations = 2e8;

    private readonly ProductShape shape;
    private readonly List<(string Name, Action Run)> contestants = [];

    public ProductRatios(ProductShape shape, OpenBlas? openBlas)
    {
        this.shape = shape;
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        var a = new Tensor(shape.TransposeA ? new Shape(k, m) : new Shape(m, k));
        var b = new Tensor(shape.TransposeB ? new Shape(n, k) : new Shape(k, n));
        var c = new Tensor(new Shape(m, n));
        new Philox(1).FillUniform(a.Span, -1, 1);
        new Philox(2).FillUniform(b.Span, -1, 1);
        contestants.Add((Ours, () => Multiply(1)));
        contestants.Add((TwoThreads, () => Multiply(2)));
        if (openBlas is not null) contestants.Add(("openblas", () => openBlas.Multiply(shape, a, b, c, threads: 1)));
        if (shape.Operations < 3e8)
        {
            // MathNet takes seconds for the larger ones.
            Matrix<float> x = Matrix<float>.Build.DenseOfRowMajor(a.Rows, a.Columns, a.Span.ToArray());
            Matrix<float> y = Matrix<float>.Build.DenseOfRowMajor(b.Rows, b.Columns, b.Span.ToArray());
            Matrix<float> z = Matrix<float>.Build.Dense(m, n);
            contestants.Add(("mathnet", () => x.Multiply(y, z)));
        }

        void Multiply(int threads)
        {
            WorkerPool.Threads = threads;
            MatrixProduct.Multiply(a, b, c, shape.TransposeA, shape.TransposeB);
        }
    }

    public static string Ours => "ours";

    public static string TwoThreads => "twoThreads";

    /// <summary>Each contestant's median seconds of one product, and the median peak of one core that was measured between them.</summary>
    public (IReadOnlyDictionary<string, double> Seconds, double Peak) Measure()
    {
        int repetitions = Math.Max(1, (int)(RunOperations / shape.Operations));
        var times = contestants.ToDictionary(one => one.Name, _ => new List<double>());
        List<double> peaks = [];
        for (int round = -2; round < Rounds; round++)
        {
            double peak = MultiplyAddPeak.Measure();
            if (round >= 0) peaks.Add(peak);
            foreach ((string name, Action run) in contestants)
            {
                run();
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < repetitions; i++) run();
                if (round >= 0) times[name].Add(Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions);
            }
        }

        return (times.ToDictionary(pair => pair.Key, pair => Median(pair.Value)), Median(peaks));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
