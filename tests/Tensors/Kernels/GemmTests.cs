using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels.Tests;

/// <summary>The product at the edges of tiles and blocks, in all transposes, packed where that pays and never.</summary>
public class GemmTests
{
    // Around the heights and widths of tiles: 4, 6 and 8 rows; 8, 12, 16 and 32 columns, and 32, 64 and 128 for a single row.
    private static readonly int[] Heights = [1, 2, 4, 5, 6, 7, 8, 9, 13];
    private static readonly int[] Widths = [1, 2, 7, 8, 9, 12, 13, 17, 31, 32, 33, 65, 129];
    private static readonly int[] Inners = [1, 2, 3, 4, 5, 7, 8, 9];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_size_in_every_transpose_agrees_with_the_twin_in_double(bool once)
    {
        foreach (Product x in Grid(Heights, Widths, Inners)) AgreesWithTheTwin(x, once);
    }

    // 256 inner indices and 1,056 columns are packed at a time, 120 rows.
    [Theory]
    [InlineData(121, 33, 20, false)]
    [InlineData(9, 1057, 5, false)]
    [InlineData(9, 1057, 5, true)]
    [InlineData(3, 130, 257, false)]
    [InlineData(121, 33, 257, true)]
    [InlineData(1, 1057, 513, false)]
    [InlineData(1057, 1, 513, false)]
    public void Products_beyond_a_block_agree_with_the_twin_in_double(int m, int n, int k, bool once)
    {
        foreach (Product x in Grid([m], [n], [k])) AgreesWithTheTwin(x, once);
    }

    // Of these sizes the product packs both operands.
    [Fact]
    public void Products_that_are_not_packed_have_the_bits_of_packed_ones()
    {
        foreach (Product x in Grid([9, 33], [70, 130], [255, 256, 257, 513]))
            Rows.AssertSameBits(Multiply(x, once: false), Multiply(x, once: true));
    }

    // Rows that begin with a vector are read in place, others are packed first.
    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public unsafe void Operands_that_are_used_once_have_the_same_product_wherever_they_lie(int stride)
    {
        const int M = 13, N = 64, K = 300;
        using Tensor a = new(new Shape(M, K), Rows.Uniform(M * K, 1, 1)), b = new(new Shape(K, stride)), c = new(new Shape(M, N));
        float[] numbers = Rows.Uniform(K * N, 2, 1), expected = new float[M * N];
        for (int p = 0; p < K; p++) numbers.AsSpan(p * N, N).CopyTo(b.Row(p));
        fixed (float* from = numbers, to = expected)
            Gemm.Run(M, N, K, 1, new(a.Pointer, K, 1), new(from, N, 1), accumulate: false, to, N);
        Gemm.Region all = new(b.Pointer, K, N, stride);
        var ahead = new Gemm.Ahead(all, new(a.Pointer, M * K));
        Gemm.RunOnce(M, N, K, new(a.Pointer, K, 1), new(b.Pointer, stride, 1), accumulate: false, c.Pointer, N, ahead);
        Rows.AssertSameBits(expected, c.Span.ToArray());
    }

    [Fact]
    public void A_factor_multiplies_the_left_operand()
    {
        foreach (Product x in Grid([2, 9], [1, 13, 33], [3, 17])) AgreesWithTheTwin(x with { Alpha = -0.75f }, once: false);
    }

    [Fact]
    public void No_byte_behind_an_operand_is_touched()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are set up with mmap and mprotect, on Linux only.");
        foreach (Product x in Grid([1, 5, 9, 14], [1, 8, 13, 33, 70], [1, 4, 7, 9]))
        {
            using GuardedMemory memory = new();
            Span<float> a = memory.Floats(x.M * x.K), b = memory.Floats(x.K * x.N), c = memory.Floats(x.LengthOfC);
            Run(x, a, b, c, once: false);
            Run(x, a, b, c, once: true);
            Assert.All(c.ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public unsafe void Packing_stores_nothing_behind_the_last_panel()
    {
        const float Sentinel = 1000f;
        const int Room = 32;
        foreach (int m in Heights)
        {
            foreach (int k in (int[])[.. Inners, 16, 24, 256])
            {
                int length = (m + Gemm.MR - 1) / Gemm.MR * Gemm.MR * k;
                float[] a = Rows.Uniform(m * k, 1), packed = [.. Enumerable.Repeat(Sentinel, length + Room)];
                fixed (float* from = a, to = packed)
                {
                    Gemm.Pack(new Gemm.Operand(from, k, 1), m, k, Gemm.MR, 1, to);
                    Gemm.Pack(new Gemm.Operand(from, 1, m), m, k, Gemm.MR, 1, to);
                }

                Assert.DoesNotContain(Sentinel, packed[..length]);
                Assert.All(packed[length..], value => Assert.Equal(Sentinel, value));
            }
        }
    }

    private static IEnumerable<Product> Grid(int[] heights, int[] widths, int[] inners) =>
        from m in heights
        from n in widths
        from k in inners
        from bits in Enumerable.Range(0, 8)
        select new Product(m, n, k, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);

    private static void AgreesWithTheTwin(Product x, bool once)
    {
        float[] start = Rows.Uniform(x.LengthOfC, 3, 1), c = Multiply(x, once);
        double[] expected = [.. Enumerable.Range(0, x.M * x.N).Select(i => (double)start[x.IndexInC(i)])];
        Gemm.Reference(x.M, x.N, x.K, x.Alpha, Rows.Widen(x.A()), x.TransposeA, Rows.Widen(x.B()), x.TransposeB, x.Accumulate, expected);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            int at = x.IndexInC(i);
            worst = Math.Max(worst, Math.Abs(expected[i] - c[at]));
            start[at] = c[at];
        }

        Assert.True(worst < 2e-7 * (x.K + 8), $"{x}, once {once}: {worst:e1}");

        // Between the rows nothing has changed.
        Rows.AssertSameBits(start, c);
    }

    private static float[] Multiply(Product x, bool once)
    {
        float[] c = Rows.Uniform(x.LengthOfC, 3, 1);
        Run(x, x.A(), x.B(), c, once);
        return c;
    }

    private static unsafe void Run(Product x, Span<float> a, Span<float> b, Span<float> c, bool once)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            Gemm.Operand left = x.TransposeA ? new(pa, 1, x.M) : new(pa, x.K, 1), right = x.TransposeB ? new(pb, 1, x.K) : new(pb, x.N, 1);
            var ahead = new Gemm.Ahead(new(pa, x.M * x.K), new(pb, x.K, x.N, x.N));
            if (once) Gemm.RunOnce(x.M, x.N, x.K, left, right, x.Accumulate, pc, x.RowStrideOfC, ahead);
            else Gemm.Run(x.M, x.N, x.K, x.Alpha, left, right, x.Accumulate, pc, x.RowStrideOfC);
        }
    }

    private sealed record Product(int M, int N, int K, bool TransposeA, bool TransposeB, bool Accumulate)
    {
        public float Alpha { get; init; } = 1;

        // Room between the rows of C in one case of four.
        public int RowStrideOfC => TransposeA && TransposeB ? N + 3 : N;

        public int LengthOfC => ((M - 1) * RowStrideOfC) + N;

        public float[] A() => Rows.Uniform(M * K, 1, 1);

        public float[] B() => Rows.Uniform(K * N, 2, 1);

        public int IndexInC(int element) => (element / N * RowStrideOfC) + (element % N);
    }
}
