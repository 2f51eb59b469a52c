using OnDeviceRec.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Softmax losses of encodings h [n, d] against an item table E [V, d], and their gradients, without B × V arrays
/// beyond the logits of a few hundred rows.
/// </summary>
/// <remarks>
/// z = h·Eᵀ; ce = Σ_b (ln Z_b − z_b,target), Z = Σ_v exp z_v; with a teacher's logits t and temperature θ
/// kl = θ² Σ_b Σ_v q (ln q − ln p), q = softmax(t/θ), p = softmax(z/θ).
/// ∂ce/∂z = softmax(z) − onehot, ∂kl/∂z = θ (p − q); dh = ∂z·E, dE = ∂zᵀ·h.
/// The catalogue is cut into stripes, a number that depends on V alone, each worked through in blocks of items whose
/// logits stay in the second-level cache. First pass: logits of every block and the row sums of their exponentials.
/// Second pass: ∂z in place of z, the block's rows of dE, and the stripe's part of dh; the parts are added in order.
/// So results do not depend on the number of threads.
/// </remarks>
internal static unsafe class CatalogueLoss
{
    private const int ItemsPerBlock = 256;
    private const int MaxStripes = 32;

    // Logits that are kept between the passes: rows are taken in turns so that one array stays below this.
    private const long MaxLogits = 1L << 24;
    private const int MinRows = 16;

    /// <summary>Adds Σ over rows to the losses and, where wanted, hard·∂ce + soft·∂kl to dh and dE.</summary>
    public static Losses Run(in Problem problem, Arena arena)
    {
        int turns = Turns(problem);
        var losses = new Losses(0, 0);
        for (int turn = 0; turn < turns; turn++)
        {
            int from = (int)((long)problem.Rows * turn / turns), to = (int)((long)problem.Rows * (turn + 1) / turns);
            Arena.Mark mark = arena.Here;
            losses += RunRows(problem.Slice(from, to - from), arena);
            arena.Release(mark);
        }

        return losses;
    }

    private static int Turns(in Problem problem)
    {
        long rows = Math.Max(MinRows, MaxLogits / Math.Max(problem.Items, 1));
        return (int)((problem.Rows + rows - 1) / rows);
    }

    private static Losses RunRows(in Problem problem, Arena arena)
    {
        int stripes = Math.Clamp(problem.Items / ItemsPerBlock, 1, MaxStripes), rows = problem.Rows;
        var work = new Work(problem, stripes, new Scratch(problem, stripes, arena));
        WorkerPool.Run(stripes, new FirstPass(work));
        Losses losses = work.Finish();
        if (problem.WantsGradient || problem.Soft)
        {
            WorkerPool.Run(stripes, new SecondPass(work));
            losses += work.FinishSoft();
            if (problem.DHidden != null) work.AddHiddenGradient();
        }

        return losses;
    }

    /// <summary>Sums over rows, unweighted.</summary>
    public readonly record struct Losses(double CrossEntropy, double Divergence)
    {
        public static Losses operator +(Losses a, Losses b) => new(a.CrossEntropy + b.CrossEntropy, a.Divergence + b.Divergence);
    }

    /// <summary>What is computed; gradients whose pointer is null are not wanted.</summary>
    public readonly struct Problem
    {
        public int Rows { get; init; }
        public int Items { get; init; }
        public int Width { get; init; }
        public int TeacherWidth { get; init; }
        public float* Hidden { get; init; }
        public float* Table { get; init; }
        public int* Targets { get; init; }
        public float* TeacherHidden { get; init; }
        public float* TeacherTable { get; init; }
        public float Temperature { get; init; }
        public float HardWeight { get; init; }
        public float SoftWeight { get; init; }
        public float* DHidden { get; init; }
        public float* DTable { get; init; }

        public bool Soft => TeacherHidden != null;

        public bool WantsGradient => DHidden != null || DTable != null;

        public Problem Slice(int from, int rows) => this with
        {
            Rows = rows,
            Hidden = Hidden + ((nint)from * Width),
            Targets = Targets + from,
            TeacherHidden = Soft ? TeacherHidden + ((nint)from * TeacherWidth) : null,
            DHidden = DHidden == null ? null : DHidden + ((nint)from * Width),
        };
    }

    /// <summary>Arrays of one turn; per-stripe arrays are [stripe][row].</summary>
    private readonly struct Scratch(in Problem p, int stripes, Arena arena)
    {
        public readonly float* Student = arena.Rent(new Shape(p.Rows, p.Items)).Pointer;
        public readonly float* Teacher = p.Soft ? arena.Rent(new Shape(p.Rows, p.Items)).Pointer : null;
        public readonly RowSums Hard = new(p, stripes, 1, arena);
        public readonly RowSums Soft = p.Soft && p.Temperature != 1 ? new(p, stripes, 1 / p.Temperature, arena) : default;
        public readonly RowSums TeacherSums = p.Soft ? new(p, stripes, 1 / p.Temperature, arena) : default;
        public readonly float* TargetLogit = arena.Rent(new Shape(p.Rows)).Pointer;
        public readonly float* SoftDifference = p.Soft ? arena.RentZeroed(new Shape(stripes, p.Rows)).Pointer : null;
        public readonly float* DHidden = p.DHidden != null ? arena.Rent(new Shape(stripes, p.Rows, p.Width)).Pointer : null;
    }

    /// <summary>
    /// Running maxima and sums of exponentials of every row, per stripe; then of the whole row. Exponentials are taken relative to the
    /// row's maximum and divided by their sum, so that large logits cost no digits.
    /// </summary>
    private readonly struct RowSums(in Problem p, int stripes, float sharpness, Arena arena)
    {
        private readonly int rows = p.Rows, stripes = stripes;
        private readonly float* stripeMaxima = Filled(arena.Rent(new Shape(stripes, p.Rows)), float.NegativeInfinity);
        private readonly float* stripeSums = Filled(arena.Rent(new Shape(stripes, p.Rows)), 0);
        private readonly float* maxima = arena.Rent(new Shape(p.Rows)).Pointer;
        private readonly float* inverseSums = arena.Rent(new Shape(p.Rows)).Pointer;

        public bool Exists => maxima != null;

        /// <summary>max_v x_v.</summary>
        public float Maximum(int row) => maxima[row];

        /// <summary>1 / Σ_v exp((x_v − max)·s).</summary>
        public float InverseSum(int row) => inverseSums[row];

        /// <summary>ln Σ_v exp((x_v − y)·s).</summary>
        public double LogSum(int row, float y) => (((double)maxima[row] - y) * sharpness) - Math.Log(inverseSums[row]);

        public void Add(int stripe, int row, ReadOnlySpan<float> logits)
        {
            int at = (stripe * rows) + row;
            float max = Math.Max(stripeMaxima[at], Max.Run(logits));
            float earlier = stripeSums[at] == 0 ? 0 : stripeSums[at] * MathF.Exp((stripeMaxima[at] - max) * sharpness);
            stripeSums[at] = earlier + SumExp.Run(logits, max, sharpness);
            stripeMaxima[at] = max;
        }

        public void Finish()
        {
            for (int row = 0; row < rows; row++)
            {
                float max = float.NegativeInfinity;
                for (int s = 0; s < stripes; s++) max = Math.Max(max, stripeMaxima[(s * rows) + row]);
                double sum = 0;
                for (int s = 0; s < stripes; s++)
                    sum += stripeSums[(s * rows) + row] * Math.Exp(((double)stripeMaxima[(s * rows) + row] - max) * sharpness);
                maxima[row] = max;
                inverseSums[row] = (float)(1 / sum);
            }
        }

        private static float* Filled(Tensor tensor, float value)
        {
            tensor.Span.Fill(value);
            return tensor.Pointer;
        }
    }

    private readonly struct Work(Problem problem, int stripes, Scratch scratch)
    {
        private readonly Problem p = problem;
        private readonly Scratch s = scratch;
        private readonly int stripes = stripes;

        private float Sharpness => 1 / p.Temperature;

        public void First(int stripe)
        {
            (int from, int to) = Range(stripe);
            for (int item = from; item < to; item += ItemsPerBlock)
            {
                int count = Math.Min(ItemsPerBlock, to - item);
                float* student = Logits(p.Hidden, p.Table, p.Width, s.Student, item, count);
                float* teacher = p.Soft ? Logits(p.TeacherHidden, p.TeacherTable, p.TeacherWidth, s.Teacher, item, count) : null;
                for (int row = 0; row < p.Rows; row++)
                {
                    var z = new ReadOnlySpan<float>(student + (row * count), count);
                    s.Hard.Add(stripe, row, z);
                    if (s.Soft.Exists) s.Soft.Add(stripe, row, z);
                    if (p.Soft) s.TeacherSums.Add(stripe, row, new(teacher + (row * count), count));
                    int target = p.Targets[row] - item;
                    if ((uint)target < (uint)count) s.TargetLogit[row] = z[target];
                }
            }
        }

        public Losses Finish()
        {
            s.Hard.Finish();
            if (s.Soft.Exists) s.Soft.Finish();
            if (p.Soft) s.TeacherSums.Finish();
            double loss = 0;
            for (int row = 0; row < p.Rows; row++) loss += s.Hard.LogSum(row, s.TargetLogit[row]);
            return new Losses(loss, 0);
        }

        public void Second(int stripe)
        {
            (int from, int to) = Range(stripe);
            Span<float> expected = stackalloc float[ItemsPerBlock], soft = stackalloc float[ItemsPerBlock];
            float* dHidden = s.DHidden == null ? null : s.DHidden + ((nint)stripe * p.Rows * p.Width);
            for (int item = from; item < to; item += ItemsPerBlock)
            {
                int count = Math.Min(ItemsPerBlock, to - item);
                float* block = s.Student + ((nint)p.Rows * item);
                for (int row = 0; row < p.Rows; row++)
                {
                    var z = new Span<float>(block + (row * count), count);
                    if (p.Soft) SoftPart(stripe, row, item, z, expected[..count], soft[..count]);
                    if (!p.WantsGradient) continue;
                    ExpShifted.Run(z, s.Hard.Maximum(row), 1, z);
                    bool oneSoftmaxServesBoth = p.Soft && !s.Soft.Exists;
                    Scale.Run((p.HardWeight + (oneSoftmaxServesBoth ? p.SoftWeight : 0)) * s.Hard.InverseSum(row), z);
                    if (s.Soft.Exists) Axpy.Run(p.SoftWeight * p.Temperature * s.Soft.InverseSum(row), soft[..count], z);
                    if (p.Soft) Axpy.Run(-p.SoftWeight * p.Temperature * s.TeacherSums.InverseSum(row), expected[..count], z);
                    int target = p.Targets[row] - item;
                    if ((uint)target < (uint)count) z[target] -= p.HardWeight;
                }

                if (!p.WantsGradient) continue;
                var dz = new Gemm.Operand(block, count, 1);
                float* rows = p.Table + ((nint)item * p.Width);
                if (dHidden != null)
                    Gemm.Run(p.Rows, p.Width, count, 1, dz, new Gemm.Operand(rows, p.Width, 1), item > from, dHidden, p.Width);
                if (p.DTable != null)
                    Gemm.Run(count, p.Width, p.Rows, 1, dz.Transposed, new Gemm.Operand(p.Hidden, p.Width, 1), true, p.DTable + ((nint)item * p.Width), p.Width);
            }
        }

        public Losses FinishSoft()
        {
            double loss = 0;
            for (int row = 0; p.Soft && row < p.Rows; row++)
            {
                double difference = 0;
                for (int stripe = 0; stripe < stripes; stripe++) difference += s.SoftDifference[(stripe * p.Rows) + row];
                RowSums student = s.Soft.Exists ? s.Soft : s.Hard;
                loss += (difference * Sharpness * s.TeacherSums.InverseSum(row)) + Math.Log((double)s.TeacherSums.InverseSum(row) / student.InverseSum(row));
            }

            return new Losses(0, loss * p.Temperature * p.Temperature);
        }

        public void AddHiddenGradient()
        {
            int length = p.Rows * p.Width;
            for (int stripe = 0; stripe < stripes; stripe++)
                Add.Run(new ReadOnlySpan<float>(s.DHidden + ((nint)stripe * length), length), new Span<float>(p.DHidden, length));
        }

        // q and p of one row of a block, before division by their sums, and the stripe's part of Σ q ((t − max t) − (z − max z)).
        private void SoftPart(int stripe, int row, int item, ReadOnlySpan<float> z, Span<float> expected, Span<float> soft)
        {
            var t = new ReadOnlySpan<float>(s.Teacher + ((nint)p.Rows * item) + (row * z.Length), z.Length);
            ExpShifted.Run(t, s.TeacherSums.Maximum(row), Sharpness, expected);
            TensorPrimitives.Subtract(t, z, soft);
            TensorPrimitives.Add(soft, s.Hard.Maximum(row) - s.TeacherSums.Maximum(row), soft);
            s.SoftDifference[(stripe * p.Rows) + row] += Dot.Run(expected, soft);
            if (s.Soft.Exists) ExpShifted.Run(z, s.Soft.Maximum(row), Sharpness, soft);
        }

        private float* Logits(float* hidden, float* table, int width, float* logits, int item, int count)
        {
            float* block = logits + ((nint)p.Rows * item);
            Gemm.Run(
                p.Rows, count, width, 1, new Gemm.Operand(hidden, width, 1), new Gemm.Operand(table + ((nint)item * width), 1, width), false, block, count);
            return block;
        }

        private (int From, int To) Range(int stripe) =>
            ((int)((long)p.Items * stripe / stripes), (int)((long)p.Items * (stripe + 1) / stripes));
    }

    private readonly struct FirstPass(Work work) : IParallelWork
    {
        public void Run(int piece) => work.First(piece);
    }

    private readonly struct SecondPass(Work work) : IParallelWork
    {
        public void Run(int piece) => work.Second(piece);
    }
}
