using MathNet.Numerics.LinearAlgebra;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class MatrixProductTests : IDisposable
{
    private readonly int threads = WorkerPool.Threads;

    [Fact]
    public void Small_products_in_all_transposes_agree_with_the_twin_in_double()
    {
        var random = new Random(1);
        for (int i = 0; i < 400; i++)
            Compare(
                random.Next(1, 41),
                random.Next(1, 41),
                random.Next(1, 41),
                (i & 1) != 0,
                (i & 2) != 0,
                (i & 4) != 0,
                i % 3 == 0 ? 1 : -0.75f,
                (ulong)i + 1);
    }

    // The blocks are 120 rows, 256 inner indices and 1,056 columns.
    [Theory]
    [InlineData(121, 3, 257)]
    [InlineData(7, 1057, 258)]
    [InlineData(250, 17, 513)]
    [InlineData(1, 2113, 1)]
    [InlineData(241, 1, 30)]
    public void Products_beyond_the_blocks_agree_with_the_twin_in_double(int m, int n, int k)
    {
        for (int i = 0; i < 8; i++) Compare(m, n, k, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, 1.5f, (ulong)i + 1);
    }

    [Fact]
    public void Products_agree_with_MathNet()
    {
        const int M = 130, N = 70, K = 300;
        using Tensor a = Random(new Shape(M, K), 1), b = Random(new Shape(K, N), 2), c = new(new Shape(M, N));
        MatrixProduct.Multiply(a, b, c);
        Matrix<double> expected = ToMatrix(a) * ToMatrix(b);
        Assert.True((expected - ToMatrix(c)).InfinityNorm() < 1e-3);

        static Matrix<double> ToMatrix(Tensor tensor) =>
            Matrix<double>.Build.Dense(tensor.Rows, tensor.Columns, (i, j) => tensor.Row(i)[j]);
    }

    [Theory]
    [InlineData(300, 1100, 300)]
    [InlineData(1000, 90, 270)]
    [InlineData(100, 40, 5000)]
    [InlineData(5000, 130, 20)]
    [InlineData(130, 5000, 20)]
    [InlineData(100, 128, 128)]
    [InlineData(3, 130, 2000)]
    [InlineData(33, 20, 9000)]
    public void Any_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        using Tensor a = Random(new Shape(m, k), 1), b = Random(new Shape(n, k), 2), c = Random(new Shape(m, n), 3);
        float[] start = c.Span.ToArray(), expected = Product(1);
        Assert.Equal(expected, Product(2));
        Assert.Equal(expected, Product(3));

        float[] Product(int count)
        {
            WorkerPool.Threads = count;
            start.CopyTo(c.Span);
            MatrixProduct.Multiply(a, b, c, transposeB: true, accumulate: true);
            return c.Span.ToArray();
        }
    }

    // The sum over the inner index is one of sums of 4,096 of them each.
    [Theory]
    [InlineData(5, 33, 8192)]
    [InlineData(40, 7, 12_289)]
    public void Long_sums_into_few_numbers_agree_with_the_twin_in_double(int m, int n, int k)
    {
        for (int i = 0; i < 8; i++) Compare(m, n, k, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, 0.5f, (ulong)i + 1);
    }

    [Fact]
    public void What_stands_in_the_result_is_not_read_unless_accumulating()
    {
        using Tensor a = Random(new Shape(9, 5), 1), b = Random(new Shape(5, 21), 2), c = new(new Shape(9, 21));
        c.Span.Fill(float.NaN);
        MatrixProduct.Multiply(a, b, c);
        Assert.All(c.Span.ToArray(), value => Assert.True(float.IsFinite(value)));
        c.Span.Fill(float.NaN);
        MatrixProduct.Multiply(a, b, c, accumulate: true);
        Assert.All(c.Span.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Without_inner_indices_the_product_is_zero_and_adds_nothing()
    {
        Gemm.Operand none = default;
        float[] c = [1, 2, 3, 4, 5, 6];
        Product(accumulate: true);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], c);
        Product(accumulate: false);
        Assert.Equal(new float[6], c);

        unsafe void Product(bool accumulate)
        {
            fixed (float* pointer = c) MatrixProduct.Run(2, 3, 0, 1, none, none, accumulate, pointer, 3);
        }
    }

    [Fact]
    public void Wrong_sizes_are_refused_with_both_in_the_message()
    {
        using Tensor a = new(new Shape(32, 64)), b = new(new Shape(48, 16)), c = new(new Shape(32, 16)), d = new(new Shape(64, 16));
        Assert.Equal("MatMul: inner sizes differ: left [32, 64], right [48, 16].", Message(() => MatrixProduct.Multiply(a, b, c)));
        Assert.Equal(
            "MatMul: inner sizes differ: left [32, 64]ᵀ, right [48, 16]ᵀ.", Message(() => MatrixProduct.Multiply(a, b, c, true, true)));
        Assert.Equal("MatMul: the result does not fit: expected [32, 16], got [48, 16].", Message(() => MatrixProduct.Multiply(a, d, b)));

        static string Message(Action call) => Assert.Throws<ArgumentException>(call).Message;
    }

    public void Dispose() => WorkerPool.Threads = threads;

    private static void Compare(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate, float alpha, ulong seed)
    {
        using Tensor a = Random(transposeA ? new Shape(k, m) : new Shape(m, k), seed);
        using Tensor b = Random(transposeB ? new Shape(n, k) : new Shape(k, n), seed + 1000);
        using Tensor c = Random(new Shape(m, n), seed + 2000);
        double[] expected = ToDouble(c);
        Gemm.Reference<double>(m, n, k, alpha, ToDouble(a), transposeA, ToDouble(b), transposeB, accumulate, expected);
        MatrixProduct.Multiply(a, b, c, transposeA, transposeB, accumulate, alpha);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++) worst = Math.Max(worst, Math.Abs(expected[i] - c.Span[i]));
        Assert.True(
            worst < 2e-7 * (k + 8), $"[{m}, {k}] × [{k}, {n}], transposed {transposeA} {transposeB}, accumulate {accumulate}: {worst:e1}");
    }

    private static Tensor Random(Shape shape, ulong seed)
    {
        var tensor = new Tensor(shape);
        new Philox(seed).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }

    private static double[] ToDouble(Tensor tensor) => Array.ConvertAll(tensor.Span.ToArray(), value => (double)value);
}
