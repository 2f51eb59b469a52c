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
/// logits stay in the second-level cache. First pass: logits of every block, in their place exp(z − the row's maximum
/// in the block), and the sums of these; the soft targets' part of the loss. Second pass: a factor for each row and
/// block makes ∂z of them, then the block's rows of dE and the stripe's part of dh; the parts are added in order. So
/// every exponential is taken once, large logits cost no digits, and results do not depend on the number of threads.
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
        int blocks = (problem.Items + ItemsPerBlock - 1) / ItemsPerBlock;
        var work = new Work(problem, blocks, Math.Min(blocks, MaxStripes), new Scratch(problem, blocks, arena));
        WorkerPool.Run(work.Stripes, new FirstPass(work));
        Losses losses = work.Finish();
        if (problem.WantsGradient)
        {
            WorkerPool.Run(work.Stripes, new SecondPass(work));
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

    /// <summary>Arrays of one turn.</summary>
    private readonly struct Scratch
    {
        public readonly RowExponentials Hard, Soft, Teacher;
        public readonly Gemm.Operand Hidden, HiddenRight, TeacherHidden;
        public readonly float* TargetLogit, Difference, DHidden;

        public Scratch(in Problem p, int blocks, Arena arena)
        {
            Hard = new(p, blocks, 1, arena);
            Soft = p.Soft && p.Temperature != 1 ? new(p, blocks, 1 / p.Temperature, arena) : default;
            Teacher = p.Soft ? new(p, blocks, 1 / p.Temperature, arena) : default;
            Hidden = PackLeft(p.Hidden, p.Rows, p.Width, arena);
            TeacherHidden = p.Soft ? PackLeft(p.TeacherHidden, p.Rows, p.TeacherWidth, arena) : default;
            if (p.DTable != null)
            {
                float* packed = arena.Rent(new Shape(Gemm.PackedRightLength(p.Width, p.Rows))).Pointer;
                HiddenRight = Gemm.PackRight(new Gemm.Operand(p.Hidden, p.Width, 1), p.Width, p.Rows, packed);
            }

            TargetLogit = arena.Rent(new Shape(p.Rows)).Pointer;
            Difference = p.Soft ? arena.Rent(new Shape(blocks, p.Rows)).Pointer : null;
            DHidden = p.DHidden != null ? arena.Rent(new Shape(Math.Min(blocks, MaxStripes), p.Rows, p.Width)).Pointer : null;
        }

        private static Gemm.Operand PackLeft(float* hidden, int rows, int width, Arena arena)
        {
            float* packed = arena.Rent(new Shape(Gemm.PackedLeftLength(rows, width))).Pointer;
            return Gemm.PackLeft(new Gemm.Operand(hidden, width, 1), rows, width, 1, packed);
        }
    }

    /// <summary>exp((x − max)·s) of every block and row, max over that row of that block, their sums, and the sums of whole rows.</summary>
    private readonly struct RowExponentials(in Problem p, int blocks, float sharpness, Arena arena)
    {
        private readonly int rows = p.Rows, blocks = blocks;
        private readonly float* values = arena.Rent(new Shape(p.Rows, p.Items)).Pointer;
        private readonly float* blockMaxima = arena.Rent(new Shape(blocks, p.Rows)).Pointer;
        private readonly float* blockSums = arena.Rent(new Shape(blocks, p.Rows)).Pointer;
        private readonly float* maxima = arena.Rent(new Shape(p.Rows)).Pointer;
        private readonly float* sums = arena.Rent(new Shape(p.Rows)).Pointer;

        public bool Exists => values != null;

        public float Sharpness => sharpness;

        /// <summary>[rows, count] of the block that starts at this item.</summary>
        public float* Block(int item) => values + ((nint)rows * item);

        public float BlockMaximum(int block, int row) => blockMaxima[(block * rows) + row];

        public double BlockSum(int block, int row) => blockSums[(block * rows) + row];

        public float Maximum(int row) => maxima[row];

        /// <summary>exp((the block's maximum − the row's)·s) / Σ_v exp((x_v − the row's maximum)·s): an entry times it is a probability.</summary>
        public float ToProbability(int block, int row) => MathF.Exp((BlockMaximum(block, row) - maxima[row]) * sharpness) / sums[row];

        /// <summary>ln Σ_v exp((x_v − y)·s).</summary>
        public double LogSum(int row, float y) => (((double)maxima[row] - y) * sharpness) + Math.Log(sums[row]);

        /// <summary>Takes x, one row of a block, less its maximum, in.</summary>
        public void Set(int block, int row, float maximum, ReadOnlySpan<float> shifted, Span<float> entries)
        {
            ExpShifted.Run(shifted, 0, sharpness, entries);
            blockMaxima[(block * rows) + row] = maximum;
            blockSums[(block * rows) + row] = Sum.Run(entries);
        }

        public void Finish()
        {
            for (int row = 0; row < rows; row++)
            {
                float max = float.NegativeInfinity;
                for (int block = 0; block < blocks; block++) max = Math.Max(max, BlockMaximum(block, row));
                double sum = 0;
                for (int block = 0; block < blocks; block++)
                    sum += BlockSum(block, row) * Math.Exp(((double)BlockMaximum(block, row) - max) * sharpness);
                maxima[row] = max;
                sums[row] = (float)sum;
            }
        }
    }

    private readonly struct Work(Problem problem, int blocks, int stripes, Scratch scratch)
    {
        private readonly Problem p = problem;
        private readonly Scratch s = scratch;
        private readonly int blocks = blocks;

        public int Stripes => stripes;

        public void First(int stripe)
        {
            (int from, int to) = Range(stripe);
            Span<float> difference = stackalloc float[ItemsPerBlock];
            for (int block = from; block < to; block++)
            {
                int item = block * ItemsPerBlock, count = Math.Min(ItemsPerBlock, p.Items - item);
                Logits(s.Hidden, p.Table, p.Width, s.Hard.Block(item), item, count);
                if (p.Soft) Logits(s.TeacherHidden, p.TeacherTable, p.TeacherWidth, s.Teacher.Block(item), item, count);
                for (int row = 0; row < p.Rows; row++)
                {
                    var z = new Span<float>(s.Hard.Block(item) + (row * count), count);
                    float max = Max.Run(z);
                    int target = p.Targets[row] - item;
                    if ((uint)target < (uint)count) s.TargetLogit[row] = z[target];
                    TensorPrimitives.Subtract(z, max, z);
                    if (p.Soft) SoftPart(block, row, max, z, difference[..count]);
                    s.Hard.Set(block, row, max, z, z);
                }
            }
        }

        public Losses Finish()
        {
            s.Hard.Finish();
            if (s.Soft.Exists) s.Soft.Finish();
            if (p.Soft) s.Teacher.Finish();
            double hard = 0, soft = 0;
            for (int row = 0; row < p.Rows; row++)
            {
                hard += s.Hard.LogSum(row, s.TargetLogit[row]);
                if (p.Soft) soft += Divergence(row);
            }

            return new Losses(hard, soft * p.Temperature * p.Temperature);
        }

        public void Second(int stripe)
        {
            (int from, int to) = Range(stripe);
            float* dHidden = s.DHidden == null ? null : s.DHidden + ((nint)stripe * p.Rows * p.Width);
            for (int block = from; block < to; block++)
            {
                int item = block * ItemsPerBlock, count = Math.Min(ItemsPerBlock, p.Items - item);
                for (int row = 0; row < p.Rows; row++) Slope(block, row, item, count);
                var dz = new Gemm.Operand(s.Hard.Block(item), count, 1);
                if (dHidden != null)
                {
                    var items = new Gemm.Operand(p.Table + ((nint)item * p.Width), p.Width, 1);
                    Gemm.Run(p.Rows, p.Width, count, 1, dz, items, block > from, dHidden, p.Width);
                }

                if (p.DTable != null) Gemm.Run(count, p.Width, p.Rows, 1, dz.Transposed, s.HiddenRight, true, p.DTable + ((nint)item * p.Width), p.Width);
            }
        }

        public void AddHiddenGradient()
        {
            int length = p.Rows * p.Width;
            for (int stripe = 0; stripe < stripes; stripe++)
                Add.Run(new ReadOnlySpan<float>(s.DHidden + ((nint)stripe * length), length), new Span<float>(p.DHidden, length));
        }

        // q and p of one row of a block, before division by their sums, and the block's Σ q ((t − its max t) − (z − its max z)).
        private void SoftPart(int block, int row, float max, ReadOnlySpan<float> z, Span<float> difference)
        {
            int item = block * ItemsPerBlock;
            var t = new Span<float>(s.Teacher.Block(item) + (row * z.Length), z.Length);
            float teacherMax = Max.Run(t);
            TensorPrimitives.Subtract(t, teacherMax, t);
            TensorPrimitives.Subtract(t, z, difference);
            s.Teacher.Set(block, row, teacherMax, t, t);
            s.Difference[(block * p.Rows) + row] = Dot.Run(t, difference);
            if (s.Soft.Exists) s.Soft.Set(block, row, max, z, new Span<float>(s.Soft.Block(item) + (row * z.Length), z.Length));
        }

        // Σ_v q (ln q − ln p) of one row: the blocks' sums, each moved from its own maxima to the row's.
        private double Divergence(int row)
        {
            RowExponentials student = s.Soft.Exists ? s.Soft : s.Hard;
            double sum = 0;
            for (int block = 0; block < blocks; block++)
            {
                double moved = ((double)s.Teacher.BlockMaximum(block, row) - s.Teacher.Maximum(row)) - ((double)student.BlockMaximum(block, row) - student.Maximum(row));
                sum += s.Teacher.ToProbability(block, row) * (s.Difference[(block * p.Rows) + row] + (s.Teacher.BlockSum(block, row) * moved));
            }

            return (sum * student.Sharpness) + student.LogSum(row, student.Maximum(row)) - s.Teacher.LogSum(row, s.Teacher.Maximum(row));
        }

        // ∂z of one row of a block, in place of its exponentials.
        private void Slope(int block, int row, int item, int count)
        {
            var z = new Span<float>(s.Hard.Block(item) + (row * count), count);
            float soft = p.SoftWeight * p.Temperature;
            bool oneSoftmaxServesBoth = p.Soft && !s.Soft.Exists;
            Scale.Run((p.HardWeight + (oneSoftmaxServesBoth ? soft : 0)) * s.Hard.ToProbability(block, row), z);
            if (s.Soft.Exists) Axpy.Run(soft * s.Soft.ToProbability(block, row), new(s.Soft.Block(item) + (row * count), count), z);
            if (p.Soft) Axpy.Run(-soft * s.Teacher.ToProbability(block, row), new(s.Teacher.Block(item) + (row * count), count), z);
            int target = p.Targets[row] - item;
            if ((uint)target < (uint)count) z[target] -= p.HardWeight;
        }

        private void Logits(Gemm.Operand hidden, float* table, int width, float* logits, int item, int count)
        {
            var items = new Gemm.Operand(table + ((nint)item * width), 1, width);
            Gemm.Run(p.Rows, count, width, 1, hidden, items, false, logits, count);
        }

        private (int From, int To) Range(int stripe) => ((int)((long)blocks * stripe / stripes), (int)((long)blocks * (stripe + 1) / stripes));
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
