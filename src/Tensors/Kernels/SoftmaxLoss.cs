using OnDeviceRec.Tensors;

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
/// The catalog is cut into 32 stripes, each worked through in blocks of items whose logits stay in the second-level cache. First pass:
/// logits of every block, in their place exp(z − the row's maximum in the block), and the sums of these; the soft targets' part of the
/// loss. Second pass: a factor for each row and block makes ∂z of them, then the block's rows of dE and the stripe's part of dh; the parts
/// are added in the order of a tree. So every exponential is taken once, large logits cost no digits, and results do not depend on the
/// number of threads. Where ranks share the work (<see cref="Sharing"/>), each has the stripes of its slices, and dE of these alone;
/// what they tell each other is a few numbers a row and slice, the logits of targets and labels, and dh.
/// </remarks>
internal static unsafe partial class SoftmaxLoss
{
    private const int ItemsPerBlock = Sharing.ItemsPerBlock;
    private const int StripesOfSlice = 4, Stripes = StripesOfSlice * Sharing.Slices;

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
        long rows = Math.Max(MinRows, MaxLogits / Math.Max((long)BlocksOf(problem) * Entries.StrideOf(problem.GroupItems), 1));
        return (int)((problem.Rows + rows - 1) / rows);
    }

    private static int BlocksOfGroup(in Problem problem) => (problem.GroupItems + ItemsPerBlock - 1) / ItemsPerBlock;

    // Of a group.
    private static int FirstBlockOf(int stripe, int blocksAGroup) => (int)((long)blocksAGroup * stripe / Stripes);

    private static int BlocksOf(in Problem problem)
    {
        int wholeGroups = (problem.Items - 1) / problem.GroupItems, rest = problem.Items - (wholeGroups * problem.GroupItems);
        return (wholeGroups * BlocksOfGroup(problem)) + ((rest + ItemsPerBlock - 1) / ItemsPerBlock);
    }

    private static Losses RunRows(in Problem problem, Arena arena)
    {
        int aGroup = BlocksOfGroup(problem), blocks = BlocksOf(problem);
        var work = new Work(problem, blocks, aGroup, new Scratch(problem, blocks, aGroup, arena));
        WorkerPool.Run(work.OwnStripes, new FirstPass(work));
        WorkerPool.Run(work.OwnSlices, new SumPass(work));
        work.Share();
        Losses losses = work.Finish();
        if (problem.WantsGradient)
        {
            WorkerPool.Run(work.OwnStripes, new SecondPass(work));
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

    /// <summary>Arrays of one turn.</summary>
    private readonly struct Scratch
    {
        public readonly Entries Entries;
        public readonly RowExponentials Hard, Soft, Teacher;
        public readonly RowSums* Sums;
        public readonly float* Difference, DHidden;

        /// <summary>The targets' logits and behind them the labels', each 0 on all ranks but one until they are shared.</summary>
        public readonly Tensor Sparse;
        public readonly float* TargetLogit, LabelLogits;
        public readonly RowSlopes Slopes;

        public Scratch(in Problem p, int blocks, int blocksAGroup, Arena arena)
        {
            bool tempered = p.Soft && p.Temperature != 1;
            int first = FirstBlockOf(p.Sharing.From * StripesOfSlice, blocksAGroup);
            int own = p.Sharing.IsAlone ? blocks : FirstBlockOf(p.Sharing.To * StripesOfSlice, blocksAGroup) - first;
            Entries = new(p, first, own, tempered ? 3 : p.Soft ? 2 : 1, arena);
            Hard = new(p, blocks, 1, Entries, 0, arena);
            Teacher = p.Soft ? new(p, blocks, 1 / p.Temperature, Entries, 1, arena) : default;
            Soft = tempered ? new(p, blocks, 1 / p.Temperature, Entries, 2, arena) : default;
            Sums = (RowSums*)arena.Rent(new Shape(Sharing.Slices, p.Rows, sizeof(RowSums) / sizeof(float))).Pointer;
            int labels = p.Labels.Exists ? p.Labels.Rows.CountOf(p.Rows) : 0;
            Sparse = arena.RentZeroed(new Shape(p.Rows + labels));
            TargetLogit = Sparse.Pointer;
            LabelLogits = p.Labels.Exists ? TargetLogit + p.Rows - p.Labels.Rows.Offsets[0] : null;
            Difference = p.Soft ? arena.Rent(new Shape(blocks, p.Rows)).Pointer : null;
            int stripes = StripesOfSlice * (p.Sharing.To - p.Sharing.From);
            DHidden = p.DHidden != null ? arena.Rent(new Shape(stripes, p.Groups, p.Rows, p.Width)).Pointer : null;
            Slopes = new(p.Rows, arena);
        }
    }

    /// <summary>The factor of softmax(z) in ∂z of a row, and what the target's is besides.</summary>
    private readonly struct RowSlopes(int rows, Arena arena)
    {
        public readonly float* Hard = arena.Rent(new Shape(rows)).Pointer;
        public readonly float* Target = arena.Rent(new Shape(rows)).Pointer;
    }

    /// <summary>A block's number, its group, its first row of the table, its first item and how many it has.</summary>
    public readonly record struct Block(int Number, int Group, int Row, int Item, int Count);

    private readonly partial struct Work(Problem problem, int blocks, int blocksAGroup, Scratch scratch)
    {
        private readonly Problem p = problem;
        private readonly Scratch s = scratch;

        public int OwnSlices => p.Sharing.To - p.Sharing.From;

        public int OwnStripes => StripesOfSlice * OwnSlices;

        public void First(int own)
        {
            int stripe = StripeOf(own);
            for (int turn = 0; TryGet(stripe, turn, out Block block); turn++)
            {
                Block next = After(stripe, turn);
                Gemm.RunOnce(
                    p.Rows, block.Count, p.Width, p.HiddenOf(block.Group), p.RowsOf(block.Row).Transposed, false,
                    s.Hard.Of(block), s.Entries.Stride, new(p.RegionOf(p.Table, next), s.Hard.RegionOf(next)));
                if (p.Soft)
                {
                    Gemm.RunOnce(
                        p.Rows, block.Count, p.TeacherWidth, p.HiddenOfTeacher, p.RowsOfTeacher(block.Item).Transposed, false,
                        s.Teacher.Of(block), s.Entries.Stride, new(p.RegionOfTeacher(next), s.Teacher.RegionOf(next)));
                }

                for (int row = 0; row < p.Rows; row++) Exponentials(block, row);
            }
        }

        /// <summary>The sums of all rows over one of this rank's slices.</summary>
        public void SumSlice(int own)
        {
            int slice = p.Sharing.From + own;
            double sharpness = 1.0 / p.Temperature;
            for (int row = 0; row < p.Rows; row++)
            {
                RowSums sums = RowSums.Empty;
                for (int stripe = slice * StripesOfSlice; stripe < (slice + 1) * StripesOfSlice; stripe++)
                {
                    for (int turn = 0; TryGet(stripe, turn, out Block block); turn++)
                        sums = sums.With(SumsOf(block.Number, row), p.Soft, sharpness);
                }

                s.Sums[(slice * p.Rows) + row] = sums;
            }
        }

        /// <summary>Tells all ranks the sums of every slice, and the logits of targets and labels.</summary>
        public void Share()
        {
            p.Sharing.Gather(new Span<RowSums>(s.Sums, Sharing.Slices * p.Rows));
            p.Sharing.Sum(s.Sparse.Span);
        }

        public Losses Finish()
        {
            var losses = new Losses(0, 0);
            for (int row = 0; row < p.Rows; row++)
            {
                losses += FinishRow(row);
                if (p.Labels.Exists) losses += new Losses(0, 0, FinishLabels(row));
            }

            return losses;
        }

        private RowSums SumsOf(int block, int row)
        {
            var sums = new RowSums(new RowPart(s.Hard.BlockMax(block, row), s.Hard.BlockSum(block, row)), RowPart.Empty, RowPart.Empty, 0);
            if (!p.Soft) return sums;
            RowExponentials student = s.Soft.Exists ? s.Soft : s.Hard;
            return sums with
            {
                Soft = new RowPart(student.BlockMax(block, row), student.BlockSum(block, row)),
                Teacher = new RowPart(s.Teacher.BlockMax(block, row), s.Teacher.BlockSum(block, row)),
                Difference = s.Difference[(block * p.Rows) + row],
            };
        }

        private Losses FinishRow(int row)
        {
            RowSums sums = RowSums.Empty;
            for (int slice = 0; slice < Sharing.Slices; slice++)
                sums = sums.With(s.Sums[(slice * p.Rows) + row], p.Soft, 1.0 / p.Temperature);
            s.Hard.SetRow(row, sums.Hard);
            if (s.Soft.Exists) s.Soft.SetRow(row, sums.Soft);
            if (p.Soft) s.Teacher.SetRow(row, sums.Teacher);
            (double crossEntropy, double part) = (s.Hard.LogSum(row, s.TargetLogit[row]), 1);
            if (p.Copying.Exists) (crossEntropy, part) = FinishCopying(row, crossEntropy);
            float hard = (float)(p.HardWeight * part);
            bool oneSoftmaxServesBoth = p.Soft && !s.Soft.Exists;
            s.Slopes.Hard[row] = hard + (oneSoftmaxServesBoth ? p.SoftSlope : 0);
            s.Slopes.Target[row] = -hard;
            return new Losses(crossEntropy, p.Soft ? Divergence(sums) * p.Temperature * p.Temperature : 0);
        }

        public void Second(int own)
        {
            int stripe = StripeOf(own);
            if (p.DHidden != null && TryGet(stripe, 0, out _)) Part(own).Clear();
            for (int turn = 0; TryGet(stripe, turn, out Block block); turn++)
            {
                Block next = After(stripe, turn);
                for (int row = 0; row < p.Rows; row++) Slope(block, row);
                var dz = new Gemm.Operand(s.Hard.Of(block), s.Entries.Stride, 1);
                var ahead = new Gemm.Ahead(p.RegionOf(p.Table, next));
                if (p.DHidden != null)
                {
                    Gemm.RunOnce(
                        p.Rows, p.Width, block.Count, dz, p.RowsOf(block.Row), true, PartOf(own, block.Group), p.Width,
                        p.DTable == null ? ahead : new(p.RegionOf(p.DTable, block)));
                }

                if (p.DTable == null) continue;
                Gemm.Operand hidden = p.HiddenOf(block.Group);
                if (p.TableByColumns)
                    Gemm.RunOnce(p.Width, block.Count, p.Rows, hidden.Transposed, dz, true, p.DTable + block.Row, p.GroupItems, ahead);
                else
                    Gemm.RunOnce(block.Count, p.Width, p.Rows, dz.Transposed, hidden, true, p.RowsOfGradient(block.Row), p.Width, ahead);
            }
        }

        public void AddHiddenGradient()
        {
            Span<float> sum = SumOf(0, OwnStripes);
            if (sum.IsEmpty)
            {
                sum = Part(0);
                sum.Clear();
            }

            p.Sharing.Sum(sum);
            int length = p.Rows * p.Width;
            for (int group = 0; group < p.Groups; group++)
                Add.Run(sum.Slice(group * length, length), new Span<float>(p.DHidden + (group * p.GroupStride), length));
        }

        // Of some of this rank's stripes, in the place of the first one's part that has blocks; empty if none has.
        private Span<float> SumOf(int own, int count)
        {
            if (count == 1) return TryGet(StripeOf(own), 0, out _) ? Part(own) : default;
            int half = count / 2;
            Span<float> first = SumOf(own, half), second = SumOf(own + half, half);
            if (first.IsEmpty) return second;
            if (!second.IsEmpty) Add.Run(second, first);
            return first;
        }

        private int StripeOf(int own) => (p.Sharing.From * StripesOfSlice) + own;

        private float* PartOf(int own, int group) => s.DHidden + ((((nint)own * p.Groups) + group) * p.Rows * p.Width);

        private Span<float> Part(int own) => new(PartOf(own, 0), p.Groups * p.Rows * p.Width);

        // A stripe has the same rows of the table in all groups, so that their gradient is its own. What lies past the last item comes
        // last.
        private bool TryGet(int stripe, int turn, out Block block)
        {
            int from = FirstBlockOf(stripe, blocksAGroup), many = FirstBlockOf(stripe + 1, blocksAGroup) - from;
            block = default;
            if (many == 0) return false;
            int group = turn / many, inGroup = from + (turn % many), number = (group * blocksAGroup) + inGroup;
            int row = inGroup * ItemsPerBlock, item = (group * p.GroupItems) + row;
            block = new Block(number, group, row, item, Math.Min(ItemsPerBlock, Math.Min(p.GroupItems - row, p.Items - item)));
            return group < p.Groups && number < blocks;
        }

        // What the stripe has next, for the memory's sake; of no items at its end.
        private Block After(int stripe, int turn) => TryGet(stripe, turn + 1, out Block next) ? next : default;

        // The exponentials of one row of a block, in place of its logits, and their sums.
        private void Exponentials(in Block block, int row)
        {
            Span<float> z = s.Hard.Row(block, row);
            int target = p.Targets[row] - block.Item;
            if ((uint)target < (uint)z.Length) s.TargetLogit[row] = z[target];
            if (p.Labels.Exists) p.Labels.Rows.Keep(row, block.Item, z, s.LabelLogits);
            if (p.Sampled.Exists) p.Sampled.AddTo(row, block, p.Temperature, z);
            float max = SoftmaxTerms.Max(z);
            if (p.Soft)
            {
                Span<float> t = s.Teacher.Row(block, row);
                if (p.Sampled.Exists) p.Sampled.AddTo(row, block, p.Temperature, t);
                float teacherMax = SoftmaxTerms.Max(t);
                (float sum, float difference) = DivergenceTerms.Run(t, teacherMax, z, max, s.Teacher.Sharpness);
                s.Teacher.Set(block.Number, row, teacherMax, sum);
                s.Difference[(block.Number * p.Rows) + row] = difference;
            }

            if (s.Soft.Exists)
            {
                s.Soft.Set(block.Number, row, max, SoftmaxTerms.Run(z, max, s.Soft.Sharpness, s.Soft.Row(block, row)));
                if (p.Sampled.Exists)
                {
                    p.Sampled.AddTo(row, block, 1 - p.Temperature, z);
                    max = SoftmaxTerms.Max(z);
                }
            }

            s.Hard.Set(block.Number, row, max, SoftmaxTerms.Run(z, max, 1, z));
        }

        // Σ_v q (ln q − ln p) of one row.
        private double Divergence(in RowSums sums) =>
            (sums.Difference / sums.Teacher.Sum / p.Temperature) + Math.Log(sums.Soft.Sum) - Math.Log(sums.Teacher.Sum);

        // ∂z of one row of a block, in place of its exponentials.
        private void Slope(in Block block, int row)
        {
            Span<float> z = s.Hard.Row(block, row);
            float hard = s.Slopes.Hard[row] * s.Hard.ToProbability(block.Number, row);
            if (!p.Soft)
            {
                Scale.Run(hard, z);
            }
            else
            {
                float teacher = -p.SoftSlope * s.Teacher.ToProbability(block.Number, row);
                Span<float> q = s.Teacher.Row(block, row);
                if (!s.Soft.Exists)
                {
                    LinearCombination.Run(hard, z, teacher, q);
                }
                else
                {
                    float soft = p.SoftSlope * s.Soft.ToProbability(block.Number, row);
                    LinearCombination.Run(hard, z, soft, s.Soft.Row(block, row), teacher, q);
                }
            }

            int target = p.Targets[row] - block.Item;
            if ((uint)target < (uint)z.Length) z[target] += s.Slopes.Target[row];
            if (p.Labels.Exists) p.Labels.Rows.AddTo(row, block.Item, p.Labels.Shares, -p.Labels.Weight, z);
        }
    }

    private readonly struct FirstPass(Work work) : IParallelWork
    {
        public void Run(int piece) => work.First(piece);
    }

    private readonly struct SumPass(Work work) : IParallelWork
    {
        public void Run(int piece) => work.SumSlice(piece);
    }

    private readonly struct SecondPass(Work work) : IParallelWork
    {
        public void Run(int piece) => work.Second(piece);
    }
}
