namespace OnDeviceRec.Kernels.Tests;

/// <summary>The product at the edges of tiles and blocks, in all transposes, with operands packed beforehand and not.</summary>
public class GemmTests
{
    // Around the heights and widths of tiles: 4, 6 and 8 rows; 8, 12, 16 and 32 columns, and 32, 64 and 128 for a single row.
    private static readonly int[] Heights = [1, 2, 4, 5, 6, 7, 8, 9, 13];
    private static readonly int[] Widths = [1, 2, 7, 8, 9, 12, 13, 17, 31, 32, 33, 65, 129];
    private static readonly int[] Inners = [1, 2, 3, 4, 5, 7, 8, 9];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_size_in_every_transpose_agrees_with_the_twin_in_double(bool packed)
    {
        foreach (Product x in Grid(Heights, Widths, Inners)) AgreesWithTheTwin(x, packed);
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
    public void Products_beyond_a_block_agree_with_the_twin_in_double(int m, int n, int k, bool packed)
    {
        foreach (Product x in Grid([m], [n], [k])) AgreesWithTheTwin(x, packed);
    }

    [Fact]
    public void Products_that_are_not_packed_have_the_bits_of_packed_ones()
    {
        foreach (Product x in Grid([1, 3, 8, 33], [1, 5, 40, 130], [1, 16, 255, 256, 257, 513]))
            Rows.AssertSameBits(Multiply(x, packed: true), Multiply(x, packed: false));
    }

    [Fact]
    public void A_factor_multiplies_the_left_operand()
    {
        foreach (Product x in Grid([2, 9], [1, 13, 33], [3, 17])) AgreesWithTheTwin(x with { Alpha = -0.75f }, packed: false);
    }

    [Fact]
    public void No_byte_behind_an_operand_is_touched()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are set up with mmap and mprotect, on Linux only.");
        foreach (Product x in Grid([1, 5, 9, 14], [1, 8, 13, 33, 70], [1, 4, 7, 9]))
        {
            using GuardedMemory memory = new();
            Span<float> a = memory.Floats(x.M * x.K), b = memory.Floats(x.K * x.N), c = memory.Floats(x.LengthOfC);
            Run(x, a, b, c, [], []);
            Run(
                x,
                a,
                b,
                c,
                memory.Allocate<float>(Gemm.PackedLeftLength(x.M, x.K)),
                memory.Allocate<float>(Gemm.PackedRightLength(x.N, x.K)));
            Assert.All(c.ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    // What follows may be another thread's.
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
                    Gemm.PackLeft(new Gemm.Operand(from, k, 1), m, k, 1, to);
                    Gemm.PackLeft(new Gemm.Operand(from, 1, m), m, k, 1, to);
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

    private static void AgreesWithTheTwin(Product x, bool packed)
    {
        float[] start = Rows.Uniform(x.LengthOfC, 3, 1), c = Multiply(x, packed);
        double[] expected = [.. Enumerable.Range(0, x.M * x.N).Select(i => (double)start[x.IndexInC(i)])];
        Gemm.Reference(x.M, x.N, x.K, x.Alpha, Rows.Widen(x.A()), x.TransposeA, Rows.Widen(x.B()), x.TransposeB, x.Accumulate, expected);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            int at = x.IndexInC(i);
            worst = Math.Max(worst, Math.Abs(expected[i] - c[at]));
            start[at] = c[at];
        }

        Assert.True(worst < 2e-7 * (x.K + 8), $"{x}, packed {packed}: {worst:e1}");

        // Between the rows nothing has changed.
        Rows.AssertSameBits(start, c);
    }

    private static float[] Multiply(Product x, bool packed)
    {
        float[] c = Rows.Uniform(x.LengthOfC, 3, 1);
        Run(
            x,
            x.A(),
            x.B(),
            c,
            new float[packed ? Gemm.PackedLeftLength(x.M, x.K) : 0],
            new float[packed ? Gemm.PackedRightLength(x.N, x.K) : 0]);
        return c;
    }

    private static unsafe void Run(Product x, Span<float> a, Span<float> b, Span<float> c, Span<float> packedA, Span<float> packedB)
    {
        fixed (float* pa = a, pb = b, pc = c, toA = packedA, toB = packedB)
        {
            Gemm.Operand left = x.TransposeA ? new(pa, 1, x.M) : new(pa, x.K, 1), right = x.TransposeB ? new(pb, 1, x.K) : new(pb, x.N, 1);
            if (!packedA.IsEmpty) left = Gemm.PackLeft(left, x.M, x.K, x.Alpha, toA);
            if (!packedB.IsEmpty) right = Gemm.PackRight(right, x.N, x.K, toB);
            Gemm.Run(x.M, x.N, x.K, x.Alpha, left, right, x.Accumulate, pc, x.RowStrideOfC);
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
