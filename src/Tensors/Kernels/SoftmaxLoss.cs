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
/// In groups: item g·I + i has the logit h_g·E[i], with encodings h_g of its own for each of G groups and rows that all groups share; so
/// are the scores of a tensor train of two cores. One group is the plain table.
/// The catalog is cut into stripes, a number that depends on V alone, each worked through in blocks of items whose
/// logits stay in the second-level cache. First pass: logits of every block, in their place exp(z − the row's maximum
/// in the block), and the sums of these; the soft targets' part of the loss. Second pass: a factor for each row and
/// block makes ∂z of them, then the block's rows of dE and the stripe's part of dh; the parts are added in order. So
/// every exponential is taken once, large logits cost no digits, and results do not depend on the number of threads.
/// </remarks>
internal static unsafe partial class SoftmaxLoss
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
        int aGroup = (problem.GroupItems + ItemsPerBlock - 1) / ItemsPerBlock, stripes = Math.Min(aGroup, MaxStripes);
        int wholeGroups = (problem.Items - 1) / problem.GroupItems, rest = problem.Items - (wholeGroups * problem.GroupItems);
        int blocks = (wholeGroups * aGroup) + ((rest + ItemsPerBlock - 1) / ItemsPerBlock);
        var work = new Work(problem, blocks, aGroup, stripes, new Scratch(problem, blocks, stripes, arena));
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
    public readonly record struct Losses(double CrossEntropy, double Divergence, double Labels = 0)
    {
        public static Losses operator +(Losses a, Losses b) =>
            new(a.CrossEntropy + b.CrossEntropy, a.Divergence + b.Divergence, a.Labels + b.Labels);
    }

    /// <summary>What is computed; gradients whose pointer is null are not wanted.</summary>
    public readonly struct Problem
    {
        public int Rows { get; init; }
        public int Items { get; init; }

        /// <summary>G; the items of the last one may be fewer.</summary>
        public int Groups { get; init; }

        /// <summary>I, the rows of the table.</summary>
        public int GroupItems { get; init; }
        public int Width { get; init; }

        /// <summary>Numbers from one group's encodings to the next one's.</summary>
        public nint GroupStride { get; init; }

        /// <summary>Whether the table is kept as [d, I] and not as [I, d].</summary>
        public bool TableByColumns { get; init; }
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

        /// <summary>What the rows may copy, or nothing.</summary>
        public Copying Copying { get; init; }

        /// <summary>Labels beside the targets, or nothing.</summary>
        public Labels Labels { get; init; }

        public bool Soft => TeacherHidden != null;

        /// <summary>The factor of p − q in ∂z.</summary>
        public float SoftSlope => SoftWeight * Temperature;

        public bool WantsGradient => DHidden != null || DTable != null;

        /// <summary>A group's encodings [rows, d].</summary>
        public Gemm.Operand HiddenOf(int group) => new(Hidden + (group * GroupStride), Width, 1);

        /// <summary>Rows of the table from the given one on, [rows, d].</summary>
        public Gemm.Operand RowsOf(int row) =>
            TableByColumns ? new(Table + row, 1, GroupItems) : new(Table + ((nint)row * Width), Width, 1);

        public Problem Slice(int from, int rows) => this with
        {
            Rows = rows,
            Hidden = Hidden + ((nint)from * Width),
            Targets = Targets + from,
            TeacherHidden = Soft ? TeacherHidden + ((nint)from * TeacherWidth) : null,
            DHidden = DHidden == null ? null : DHidden + ((nint)from * Width),
            Copying = Copying.Exists ? Copying.From(from) : default,
            Labels = Labels.Exists ? Labels with { Rows = Labels.Rows.From(from) } : default,
        };
    }

    /// <summary>Arrays of one turn.</summary>
    private readonly struct Scratch
    {
        public readonly RowExponentials Hard, Soft, Teacher;
        public readonly Gemm.Operand TeacherHidden;
        public readonly float* TargetLogit, LabelLogits, Difference, DHidden;
        public readonly RowSlopes Slopes;
        private readonly float* hidden, hiddenOfTable;
        private readonly nint hiddenLength, hiddenOfTableLength;

        public Scratch(in Problem p, int blocks, int stripes, Arena arena)
        {
            Hard = new(p, blocks, 1, arena);
            Soft = p.Soft && p.Temperature != 1 ? new(p, blocks, 1 / p.Temperature, arena) : default;
            Teacher = p.Soft ? new(p, blocks, 1 / p.Temperature, arena) : default;
            hiddenLength = Gemm.PackedLeftLength(p.Rows, p.Width);
            hidden = arena.Rent(new Shape(checked((int)(p.Groups * hiddenLength)))).Pointer;
            for (int g = 0; g < p.Groups; g++) Gemm.PackLeft(p.HiddenOf(g), p.Rows, p.Width, 1, hidden + (g * hiddenLength));
            if (p.DTable != null)
            {
                hiddenOfTableLength = p.TableByColumns ? Gemm.PackedLeftLength(p.Width, p.Rows) : Gemm.PackedRightLength(p.Width, p.Rows);
                hiddenOfTable = arena.Rent(new Shape(checked((int)(p.Groups * hiddenOfTableLength)))).Pointer;
                for (int g = 0; g < p.Groups; g++)
                {
                    float* packed = hiddenOfTable + (g * hiddenOfTableLength);
                    if (p.TableByColumns) Gemm.PackLeft(p.HiddenOf(g).Transposed, p.Width, p.Rows, 1, packed);
                    else Gemm.PackRight(p.HiddenOf(g), p.Width, p.Rows, packed);
                }
            }

            if (p.Soft)
            {
                float* packed = arena.Rent(new Shape(Gemm.PackedLeftLength(p.Rows, p.TeacherWidth))).Pointer;
                TeacherHidden = Gemm.PackLeft(new Gemm.Operand(p.TeacherHidden, p.TeacherWidth, 1), p.Rows, p.TeacherWidth, 1, packed);
            }

            TargetLogit = arena.Rent(new Shape(p.Rows)).Pointer;
            Difference = p.Soft ? arena.Rent(new Shape(blocks, p.Rows)).Pointer : null;
            DHidden = p.DHidden != null ? arena.RentZeroed(new Shape(stripes, p.Groups, p.Rows, p.Width)).Pointer : null;
            Slopes = new(p.Rows, arena);
            LabelLogits = p.Labels.Exists ? p.Labels.Rows.Rent(p.Rows, arena) : null;
        }

        /// <summary>A group's encodings, packed for the logits.</summary>
        public Gemm.Operand Hidden(int group) => Gemm.Operand.Packed(hidden + (group * hiddenLength));

        /// <summary>A group's encodings, packed for the table's gradient.</summary>
        public Gemm.Operand HiddenOfTable(int group) => Gemm.Operand.Packed(hiddenOfTable + (group * hiddenOfTableLength));
    }

    /// <summary>The factor of softmax(z) in ∂z of a row, and what the target's is besides.</summary>
    private readonly struct RowSlopes(int rows, Arena arena)
    {
        public readonly float* Hard = arena.Rent(new Shape(rows)).Pointer;
        public readonly float* Target = arena.Rent(new Shape(rows)).Pointer;
    }

    /// <summary>A block's number, its group, its first row of the table, its first item and how many it has.</summary>
    private readonly record struct Block(int Number, int Group, int Row, int Item, int Count);

    private readonly partial struct Work(Problem problem, int blocks, int blocksAGroup, int stripes, Scratch scratch)
    {
        private readonly Problem p = problem;
        private readonly Scratch s = scratch;
        private readonly int blocks = blocks;

        public int Stripes => stripes;

        public void First(int stripe)
        {
            Span<float> difference = stackalloc float[ItemsPerBlock];
            for (int turn = 0; TryGet(stripe, turn, out Block block); turn++)
            {
                (int item, int count) = (block.Item, block.Count);
                Gemm.Run(
                    p.Rows, count, p.Width, 1, s.Hidden(block.Group), p.RowsOf(block.Row).Transposed, false, s.Hard.Block(item), count);
                if (p.Soft) TeacherLogits(item, count);
                for (int row = 0; row < p.Rows; row++)
                {
                    var z = new Span<float>(s.Hard.Block(item) + (row * count), count);
                    float max = Max.Run(z);
                    int target = p.Targets[row] - item;
                    if ((uint)target < (uint)count) s.TargetLogit[row] = z[target];
                    if (p.Labels.Exists) p.Labels.Rows.Keep(row, item, z, s.LabelLogits);
                    TensorPrimitives.Subtract(z, max, z);
                    if (p.Soft) SoftPart(block, row, max, z, difference[..count]);
                    s.Hard.Set(block.Number, row, max, z, z);
                }
            }
        }

        public Losses Finish()
        {
            s.Hard.Finish();
            if (s.Soft.Exists) s.Soft.Finish();
            if (p.Soft) s.Teacher.Finish();
            var losses = new Losses(0, 0);
            for (int row = 0; row < p.Rows; row++)
            {
                losses += FinishRow(row);
                if (p.Labels.Exists) losses += new Losses(0, 0, FinishLabels(row));
            }

            return losses;
        }

        private Losses FinishRow(int row)
        {
            (double crossEntropy, double part) = (s.Hard.LogSum(row, s.TargetLogit[row]), 1);
            if (p.Copying.Exists) (crossEntropy, part) = FinishCopying(row, crossEntropy);
            float hard = (float)(p.HardWeight * part);
            bool oneSoftmaxServesBoth = p.Soft && !s.Soft.Exists;
            s.Slopes.Hard[row] = hard + (oneSoftmaxServesBoth ? p.SoftSlope : 0);
            s.Slopes.Target[row] = -hard;
            return new Losses(crossEntropy, p.Soft ? Divergence(row) * p.Temperature * p.Temperature : 0);
        }

        public void Second(int stripe)
        {
            for (int turn = 0; TryGet(stripe, turn, out Block block); turn++)
            {
                for (int row = 0; row < p.Rows; row++) Slope(block, row);
                var dz = new Gemm.Operand(s.Hard.Block(block.Item), block.Count, 1);
                if (p.DHidden != null)
                    Gemm.Run(p.Rows, p.Width, block.Count, 1, dz, p.RowsOf(block.Row), true, PartOf(stripe, block.Group), p.Width);
                if (p.DTable == null) continue;
                Gemm.Operand hidden = s.HiddenOfTable(block.Group);
                if (p.TableByColumns)
                    Gemm.Run(p.Width, block.Count, p.Rows, 1, hidden, dz, true, p.DTable + block.Row, p.GroupItems);
                else
                    Gemm.Run(block.Count, p.Width, p.Rows, 1, dz.Transposed, hidden, true, p.DTable + ((nint)block.Row * p.Width), p.Width);
            }
        }

        public void AddHiddenGradient()
        {
            int length = p.Rows * p.Width;
            for (int group = 0; group < p.Groups; group++)
            {
                var sum = new Span<float>(p.DHidden + (group * p.GroupStride), length);
                for (int stripe = 0; stripe < stripes; stripe++) Add.Run(new ReadOnlySpan<float>(PartOf(stripe, group), length), sum);
            }
        }

        private float* PartOf(int stripe, int group) => s.DHidden + ((((nint)stripe * p.Groups) + group) * p.Rows * p.Width);

        // A stripe has the same rows of the table in all groups, so that their gradient is its own. What lies past the last item comes
        // last.
        private bool TryGet(int stripe, int turn, out Block block)
        {
            int from = (int)((long)blocksAGroup * stripe / stripes), many = (int)((long)blocksAGroup * (stripe + 1) / stripes) - from;
            int group = turn / many, inGroup = from + (turn % many), number = (group * blocksAGroup) + inGroup;
            int row = inGroup * ItemsPerBlock, item = (group * p.GroupItems) + row;
            block = new Block(number, group, row, item, Math.Min(ItemsPerBlock, Math.Min(p.GroupItems - row, p.Items - item)));
            return group < p.Groups && number < blocks;
        }

        // q and p of one row of a block, before division by their sums, and the block's Σ q ((t − its max t) − (z − its max z)).
        private void SoftPart(in Block block, int row, float max, ReadOnlySpan<float> z, Span<float> difference)
        {
            int item = block.Item;
            var t = new Span<float>(s.Teacher.Block(item) + (row * z.Length), z.Length);
            float teacherMax = Max.Run(t);
            TensorPrimitives.Subtract(t, teacherMax, t);
            TensorPrimitives.Subtract(t, z, difference);
            s.Teacher.Set(block.Number, row, teacherMax, t, t);
            s.Difference[(block.Number * p.Rows) + row] = Dot.Run(t, difference);
            if (s.Soft.Exists) s.Soft.Set(block.Number, row, max, z, new Span<float>(s.Soft.Block(item) + (row * z.Length), z.Length));
        }

        // Σ_v q (ln q − ln p) of one row: the blocks' sums, each moved from its own maxima to the row's.
        private double Divergence(int row)
        {
            RowExponentials student = s.Soft.Exists ? s.Soft : s.Hard;
            double sum = 0;
            for (int block = 0; block < blocks; block++)
            {
                double moved = ((double)s.Teacher.BlockMax(block, row) - s.Teacher.Maximum(row))
                    - ((double)student.BlockMax(block, row) - student.Maximum(row));
                sum += s.Teacher.ToProbability(block, row)
                    * (s.Difference[(block * p.Rows) + row] + (s.Teacher.BlockSum(block, row) * moved));
            }

            return (sum * student.Sharpness) + student.LogSum(row, student.Maximum(row)) - s.Teacher.LogSum(row, s.Teacher.Maximum(row));
        }

        // ∂z of one row of a block, in place of its exponentials.
        private void Slope(in Block block, int row)
        {
            (int number, int item, int count) = (block.Number, block.Item, block.Count);
            var z = new Span<float>(s.Hard.Block(item) + (row * count), count);
            Scale.Run(s.Slopes.Hard[row] * s.Hard.ToProbability(number, row), z);
            if (s.Soft.Exists) Axpy.Run(p.SoftSlope * s.Soft.ToProbability(number, row), new(s.Soft.Block(item) + (row * count), count), z);
            if (p.Soft) Axpy.Run(-p.SoftSlope * s.Teacher.ToProbability(number, row), new(s.Teacher.Block(item) + (row * count), count), z);
            int target = p.Targets[row] - item;
            if ((uint)target < (uint)count) z[target] += s.Slopes.Target[row];
            if (p.Labels.Exists) p.Labels.Rows.AddTo(row, item, p.Labels.Shares, -p.Labels.Weight, z);
        }

        private void TeacherLogits(int item, int count)
        {
            int width = p.TeacherWidth;
            var items = new Gemm.Operand(p.TeacherTable + ((nint)item * width), 1, width);
            Gemm.Run(p.Rows, count, width, 1, s.TeacherHidden, items, false, s.Teacher.Block(item), count);
        }
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
