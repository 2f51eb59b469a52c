using static System.FormattableString;

namespace OnDeviceRec.Tensors;

/// <summary>
/// Shapes of a compressed table for a wanted compression: the balanced one, and for every way to split the columns the grid that
/// allows the largest rank at the fewest multiply-adds.
/// </summary>
/// <remarks>
/// A rank r costs r·Σ (its cores' I_k·J'_k), so at a given compression the rank follows from the factors. Grids of unlike factors
/// reach a larger rank than balanced ones, and among those of the same rank a small I_1 is scored with fewer multiply-adds
/// (<see cref="TensorTrainShape.MacsPerItem"/>). Which shape is the most accurate only training can tell.
/// </remarks>
public static class TensorTrainShapeSearch
{
    // What a balanced grid may be out of square. It buys fewer padding cells: 169 × 241 instead of 202 × 202 for 40,727 items.
    private const int BalancedRatio = 2;

    // An item's own numbers in the second core are to be at least this part of d.
    private const int OwnShare = 8;

    // And so is the rank unless told otherwise, as small ranks make rows of few patterns.
    private const int RankShare = 16;

    /// <summary>
    /// Every candidate of at least the wanted compression, the largest rank first and among equals the fewest MACs an item.
    /// </summary>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="compression">The wanted compression of the table, V·d over parameters; at least 1.</param>
    /// <param name="cores">N, 2 or 3.</param>
    /// <param name="block">t.</param>
    /// <returns>At least one shape; each has the largest rank, the same between all cores, that its compression allows.</returns>
    /// <exception cref="UnreachableCompressionException">The compression is below 1 or larger than any shape's.</exception>
    /// <exception cref="ArgumentException">Sizes that no train has.</exception>
    public static IReadOnlyList<TensorTrainShape> Candidates(int items, int width, double compression, int cores = 2, int block = 2)
    {
        const string Name = nameof(TensorTrainShapeSearch);
        Throw.IfNot(cores is 2 or 3, Name, $"2 or 3 cores are searched, not {cores}");
        Throw.IfNot(items >= 1 && width >= 1, Name, $"a table of {items} × {width} has no values");
        Throw.IfNot(block >= 1 && width % block == 0, Name, $"block {block} does not divide width {width}");
        int[][] grids = [.. Grids(items, cores)], splits = [.. ColumnSplits(width, cores).Where(columns => columns[^1] % block == 0)];
        Budget budget = new(items, width, block, compression);

        IReadOnlyList<TensorTrainShape> found = Reaching(budget, grids, splits);
        return found.Count > 0
            ? found
            : throw Unreachable(
                items, width, compression, splits.Max(columns => grids.Max(rows => budget.LargestCompression(rows, columns))));
    }

    /// <summary>
    /// The shape to take for a wanted compression: of the plain trains of two cores the cheapest to score whose second core still has
    /// enough numbers of an item's own.
    /// </summary>
    /// <remarks>
    /// Item (i_1, i_2) is G_1[i_1] times the r·J_2 numbers G_2[·, i_2, ·], which it shares with I_1 − 1 others. Fewer columns J_2 make
    /// lists cheaper, need fewer rows I_1 and leave fewer numbers. On Tmall, RetailRocket and the synthetic catalog accuracy holds or grows
    /// down to about d/8 numbers and falls below (docs/results/shapes.md).
    /// </remarks>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="compression">The wanted compression of the table, V·d over parameters; at least 1.</param>
    /// <returns>The shape with the largest rank that the compression allows.</returns>
    /// <exception cref="UnreachableCompressionException">The compression is below 1 or larger than any shape's.</exception>
    /// <exception cref="ArgumentException">Sizes that no train has.</exception>
    /// <example>V 40,727, d 128, compression 27: I (16, 2546), J (128, 1), R 42, t 1, 192,948 parameters, 27.0×.</example>
    public static TensorTrainShape Default(int items, int width, double compression)
    {
        IReadOnlyList<TensorTrainShape> candidates = Candidates(items, width, compression, cores: 2, block: 1);
        return CheapestOfEnough(candidates) ?? candidates.MaxBy(OwnNumbers)!;
    }

    /// <summary>
    /// <see cref="Default"/> of the compression, or of its half, a quarter and so on, the first one that leaves an item enough numbers of
    /// its own and a rank of d/16; where none above 1 does, the train that holds any table.
    /// </summary>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="compression">The compression of a table that is large enough, at least 1.</param>
    /// <exception cref="ArgumentException">Sizes that no train has, or a compression below 1.</exception>
    /// <example>V 40,727, d 128, compression 30: that of 30. V 398: that of 7.5.</example>
    public static TensorTrainShape OfEnoughNumbers(int items, int width, double compression)
    {
        Throw.IfNot(items >= 1 && width >= 1, nameof(TensorTrainShapeSearch), $"a table of {items} × {width} has no values");
        Throw.IfNot(compression >= 1, nameof(TensorTrainShapeSearch), $"a rate of {compression} is no compression");
        int[][] grids = [.. Grids(items, 2)], splits = [.. ColumnSplits(width, 2)];
        for (double less = compression; less > 1; less /= 2)
        {
            TensorTrainShape? shape = CheapestOfEnough(Reaching(new Budget(items, width, block: 1, less), grids, splits));
            if (shape?.PlainRanks[1] >= width / RankShare) return shape;
        }

        return new TensorTrainShape(items, [1, items], [width, 1], [Math.Min(items, width)]);
    }

    /// <summary>The balanced shape of two cores, as the paper's: a near-square grid and near-square columns with block 2.</summary>
    /// <param name="items">V.</param>
    /// <param name="width">d; when odd, the block is 1.</param>
    /// <param name="compression">The wanted compression of the table, V·d over parameters; at least 1.</param>
    /// <returns>The shape with the largest rank that the compression allows.</returns>
    /// <exception cref="UnreachableCompressionException">The compression is below 1 or larger than this shape's.</exception>
    /// <exception cref="ArgumentException">Sizes that no train has.</exception>
    /// <example>V 40,727, d 128, compression 27: I (169, 241), J (16, 8), R 60, t 2, 191,160 parameters, 27.3×.</example>
    public static TensorTrainShape Balanced(int items, int width, double compression)
    {
        Throw.IfNot(items >= 1 && width >= 1, nameof(TensorTrainShapeSearch), $"a table of {items} × {width} has no values");
        int block = width % 2 == 0 ? 2 : 1;
        int[] rows = BalancedGrid([.. Grids(items, 2)]);
        int[] columns = BalancedColumns([.. ColumnSplits(width, 2).Where(split => split[1] % block == 0)]);
        Budget budget = new(items, width, block, compression);
        return budget.Rank(rows, columns) > 0
            ? budget.Shape(rows, columns)
            : throw Unreachable(items, width, compression, budget.LargestCompression(rows, columns));
    }

    /// <summary>The balanced shape of two cores with a rank of its own: what grows with V is the grid alone.</summary>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="rank">R.</param>
    /// <param name="block">t.</param>
    /// <exception cref="ArgumentException">Sizes that no train has.</exception>
    /// <example>V 1,000,000, d 128, R 60, t 2: I (1000, 1000), J (16, 8), 1,080,000 parameters, 118.5×.</example>
    public static TensorTrainShape Balanced(int items, int width, int rank, int block)
    {
        Throw.IfNot(items >= 1 && width >= 1, nameof(TensorTrainShapeSearch), $"a table of {items} × {width} has no values");
        Throw.IfNot(block >= 1 && width % block == 0, nameof(TensorTrainShapeSearch), $"block {block} does not divide width {width}");
        int[] columns = BalancedColumns([.. ColumnSplits(width, 2).Where(split => split[1] % block == 0)]);
        return new TensorTrainShape(items, BalancedGrid([.. Grids(items, 2)]), columns, [rank], block);
    }

    // The candidates of a rate, none where no shape reaches it.
    private static IReadOnlyList<TensorTrainShape> Reaching(Budget budget, int[][] grids, int[][] splits)
    {
        List<TensorTrainShape> found = [];
        foreach (int[] columns in splits)
        {
            int[]? best = null;
            foreach (int[] rows in grids)
            {
                if (budget.Rank(rows, columns) > 0 && (best is null || budget.Compare(rows, best, columns) < 0)) best = rows;
            }

            if (best is not null) found.Add(budget.Shape(best, columns));
        }

        (int[] squareRows, int[] squareColumns) = (BalancedGrid(grids), BalancedColumns(splits));
        if (budget.Rank(squareRows, squareColumns) > 0) found.Add(budget.Shape(squareRows, squareColumns));
        return
        [
            .. found.DistinctBy(shape => shape.ToString())
                .OrderByDescending(shape => shape.Ranks[0])
                .ThenBy(shape => shape.MacsPerItem),
        ];
    }

    private static TensorTrainShape? CheapestOfEnough(IEnumerable<TensorTrainShape> shapes) =>
        shapes.Where(shape => OwnNumbers(shape) >= shape.Width / OwnShare).MinBy(shape => shape.MacsPerItem);

    private static int OwnNumbers(TensorTrainShape shape) => shape.PlainRanks[1] * shape.Columns[1];

    // Every list of N factors whose product covers the items and that no smaller factor would do for.
    private static IEnumerable<int[]> Grids(int items, int cores)
    {
        if (cores == 1)
        {
            yield return [items];
            yield break;
        }

        for (int first = 1; first <= items;)
        {
            int below = (items + first - 1) / first;
            foreach (int[] rest in Grids(below, cores - 1)) yield return [first, .. rest];
            if (below == 1) yield break;
            first = (items + below - 2) / (below - 1);
        }
    }

    private static IEnumerable<int[]> ColumnSplits(int width, int cores)
    {
        if (cores == 1)
        {
            yield return [width];
            yield break;
        }

        for (int first = width; first >= 1; first--)
        {
            if (width % first != 0) continue;
            foreach (int[] rest in ColumnSplits(width / first, cores - 1)) yield return [first, .. rest];
        }
    }

    // The fewest padding cells among the nearly square ascending grids; where there is none, the most nearly square.
    private static int[] BalancedGrid(int[][] grids) => grids
        .Where(rows => rows.Zip(rows.Skip(1), (a, b) => a <= b).All(ascending => ascending))
        .OrderBy(rows => Math.Max((double)rows[^1] / rows[0], BalancedRatio))
        .ThenBy(rows => rows.Aggregate(1L, (product, factor) => product * factor))
        .ThenBy(rows => rows[^1])
        .First();

    // The least spread; of the same, the larger factors first, as the paper has them.
    private static int[] BalancedColumns(int[][] splits) => splits
        .OrderBy(columns => (double)columns.Max() / columns.Min())
        .ThenByDescending(columns => columns[0])
        .ThenByDescending(columns => columns[1])
        .First();

    private static UnreachableCompressionException Unreachable(int items, int width, double compression, double largest)
    {
        // Rounded down, so that the printed rate can be asked for.
        double printed = Math.Floor(largest * 100) / 100;
        return new UnreachableCompressionException(
            compression >= 1
                ? Invariant($"No shape compresses a table of {items} × {width} {compression:0.##} times; ")
                    + Invariant($"the largest compression is {printed:0.##}: ask for less.")
                : Invariant($"A rate of {compression:0.##} is no compression; ask for one between 1 and {printed:0.##}."),
            largest);
    }

    /// <summary>What a rate leaves for the ranks of a table.</summary>
    private readonly struct Budget(int items, int width, int block, double compression)
    {
        // A rate that some shape has exactly must not be lost to the rounding of its quotient.
        private const double Rounding = 1e-12;

        /// <summary>
        /// The largest plain rank r at this rate, 0 if there is none: r²·a + r·b ≤ V·d/rate, and no more than can matter.
        /// </summary>
        public int Rank(int[] rows, int[] columns)
        {
            if (!(compression >= 1)) return 0;
            double allowed = (double)items * width / compression * (1 + Rounding), b = Linear(rows, columns);
            double a = rows.Length == 3 ? (double)rows[1] * columns[1] : 0;
            // The root is rounded too: one too many is taken and then checked.
            int rank = (int)Math.Min(
                a == 0 ? allowed / b : (Math.Sqrt((b * b) + (4 * a * allowed)) - b) / (2 * a), Largest(rows, columns) - 1) + 1;
            while (rank > 0 && (a * rank * rank) + (b * rank) > allowed) rank--;
            return rank;
        }

        /// <summary>The larger rank first, then the fewer multiply-adds, then the fewer parameters.</summary>
        public int Compare(int[] rows, int[] others, int[] columns)
        {
            int rank = Rank(rows, columns), byRank = Rank(others, columns).CompareTo(rank);
            if (byRank != 0 || rank == 0) return byRank;
            TensorTrainShape shape = Shape(rows, columns), other = Shape(others, columns);
            int byWork = shape.MacsPerItem.CompareTo(other.MacsPerItem);
            return byWork != 0 ? byWork : shape.Parameters.CompareTo(other.Parameters);
        }

        public TensorTrainShape Shape(int[] rows, int[] columns) =>
            new(items, rows, columns, [.. Enumerable.Repeat(Rank(rows, columns) * block, rows.Length - 1)], block);

        public double LargestCompression(int[] rows, int[] columns) =>
            (double)items * width / (Linear(rows, columns) + (rows.Length == 3 ? (double)rows[1] * columns[1] : 0));

        // Parameters of the outer cores for each unit of rank.
        private double Linear(int[] rows, int[] columns) =>
            ((double)rows[0] * columns[0] * block) + ((double)rows[^1] * (columns[^1] / block));

        // A larger rank than a core's own sides adds parameters and nothing else.
        private double Largest(int[] rows, int[] columns) =>
            Math.Min((double)rows[0] * columns[0] * block, (double)rows[^1] * (columns[^1] / block));
    }
}
