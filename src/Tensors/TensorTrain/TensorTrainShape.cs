namespace OnDeviceRec.Tensors;

/// <summary>
/// The sizes of a compressed item table [V, d]: a tensor train of N cores, plain (t = 1) or with a semi-tensor block t.
/// </summary>
/// <remarks>
/// <para>Item row (i_1, …, i_N), row-major over the row factors I, has the columns (j_1, …, j_N), row-major over the
/// column factors J. Row v of the grid is row v of the table; cells from V on are padding, never scored or trained.</para>
/// <para>A semi-tensor train of ranks R and block t is, number for number, the plain train of ranks r = R/t with
/// column factors (J_1·t, J_2, …, J_N/t) whose columns are permuted: table column (j_1, …, j_N'·t + c) is plain column
/// (j_1·t + c, j_2, …, j_N'). Parameters are stored as that plain train: core k is [r_k, I_k, J'_k, r_{k+1}] with
/// r_0 = r_N = 1. <see cref="SemiTensorView"/> converts to the semi-tensor layout and back.</para>
/// </remarks>
public sealed class TensorTrainShape
{
    /// <summary>The largest number of cores: room for them is kept on the stack.</summary>
    public const int MaxCores = 8;

    private readonly int[] rows, columns, ranks, plainColumns, plainRanks, columnOfPlain;

    /// <summary>The sizes of a train.</summary>
    /// <param name="items">V.</param>
    /// <param name="rows">The row factors I_1 … I_N, ∏I_k ≥ V.</param>
    /// <param name="columns">The column factors J_1 … J_N of the table, ∏J_k = d; t divides J_N.</param>
    /// <param name="ranks">The ranks R_1 … R_{N−1} between the cores; t divides each.</param>
    /// <param name="block">The block t of the semi-tensor product; 1 is the plain train.</param>
    /// <exception cref="ArgumentException">The sizes do not make a train of V items.</exception>
    public TensorTrainShape(int items, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<int> ranks, int block = 1)
    {
        const string Name = nameof(TensorTrainShape);
        Throw.IfNot(rows.Length is >= 2 and <= MaxCores, Name, $"2 to {MaxCores} cores are possible, not {rows.Length}");
        Throw.IfNotEqual(columns.Length, rows.Length, Name, "the number of column factors");
        Throw.IfNotEqual(ranks.Length, rows.Length - 1, Name, "the number of ranks between the cores");
        (long grid, long width) = (Product(rows, "row factor"), Product(columns, "column factor"));
        Throw.IfNot(items >= 1, Name, $"the number of items is {items}");
        Throw.IfNot(grid >= items, Name, $"the grid of row factors {List(rows)} has {grid} cells for {items} items");
        Throw.IfNot(block >= 1, Name, $"the block is {block}");
        Throw.IfNot(columns[^1] % block == 0, Name, $"block {block} does not divide the last column factor {columns[^1]}");
        foreach (int rank in ranks)
            Throw.IfNot(rank >= 1 && rank % block == 0, Name, $"rank {rank} is no positive multiple of block {block}");

        (Items, Width, Block) = (items, (int)width, block);
        (this.rows, this.columns, this.ranks) = (rows.ToArray(), columns.ToArray(), ranks.ToArray());
        plainColumns = columns.ToArray();
        plainColumns[0] *= block;
        plainColumns[^1] /= block;
        plainRanks = [1, .. this.ranks.Select(rank => rank / block), 1];
        for (int k = 0; k < Cores; k++)
        {
            double count = (double)plainRanks[k] * rows[k] * plainColumns[k] * plainRanks[k + 1];
            Throw.IfNot(count <= int.MaxValue, Name, $"core {k} has {count} values, above {int.MaxValue}");
            Parameters += (long)count;
        }

        columnOfPlain = new int[Width];
        int rest = Width / plainColumns[0];
        for (int plain = 0; plain < Width; plain++)
        {
            int a = plain / rest;
            columnOfPlain[plain] = (((a / block * rest) + (plain % rest)) * block) + (a % block);
        }
    }

    /// <summary>V.</summary>
    public int Items { get; }

    /// <summary>d = ∏J_k.</summary>
    public int Width { get; }

    /// <summary>The block t of the semi-tensor product.</summary>
    public int Block { get; }

    /// <summary>N.</summary>
    public int Cores => rows.Length;

    /// <summary>I_1 … I_N.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>J_1 … J_N of the table.</summary>
    public ReadOnlySpan<int> Columns => columns;

    /// <summary>R_1 … R_{N−1} of the semi-tensor train.</summary>
    public ReadOnlySpan<int> Ranks => ranks;

    /// <summary>J'_1 … J'_N of the plain train: (J_1·t, J_2, …, J_N/t).</summary>
    public ReadOnlySpan<int> PlainColumns => plainColumns;

    /// <summary>r_0 … r_N of the plain train: (1, R_1/t, …, R_{N−1}/t, 1).</summary>
    public ReadOnlySpan<int> PlainRanks => plainRanks;

    /// <summary>The table's column of each plain column, d values: a permutation.</summary>
    public ReadOnlySpan<int> ColumnOfPlain => columnOfPlain;

    /// <summary>The number of parameters: Σ r_k·I_k·J'_k·r_{k+1}.</summary>
    public long Parameters { get; }

    /// <summary>The compression of the table: V·d over <see cref="Parameters"/>.</summary>
    public double Compression => (double)Items * Width / Parameters;

    /// <summary>MACs an item when a catalog is scored without its table: <see cref="MacsOf"/>.</summary>
    public double MacsPerItem => MacsOf(Items, [.. Enumerable.Range(0, Cores).Select(CoreShape)]);

    /// <summary>
    /// MACs an item when V items are scored from cores [r_k, I_k, J_k, r_{k+1}], contracted from the left: r_{N−1}·J_N for the last core,
    /// and Σ over the others of I_1…I_k·r_{k−1}·r_k·J_k…J_N / V. A dense row, a single core, takes d.
    /// </summary>
    /// <param name="items">V.</param>
    /// <param name="cores">The cores' sizes.</param>
    /// <example>r·C + d·I_1·r/V for two cores with J = (A, C).</example>
    public static double MacsOf(int items, IReadOnlyList<Shape> cores)
    {
        double sum = 0, prefixes = 1, columnsLeft = cores.Aggregate(1.0, (product, core) => product * core[2]);
        for (int k = 0; k < cores.Count - 1; k++)
        {
            prefixes *= cores[k][1];
            sum += prefixes * cores[k][0] * cores[k][3] * columnsLeft;
            columnsLeft /= cores[k][2];
        }

        return ((double)cores[^1][0] * cores[^1][2]) + (sum / items);
    }

    /// <summary>The sizes of a stored core: [r_k, I_k, J'_k, r_{k+1}].</summary>
    /// <param name="core">0 to N − 1.</param>
    public Shape CoreShape(int core) => new(plainRanks[core], rows[core], plainColumns[core], plainRanks[core + 1]);

    /// <summary>For example <c>I (169, 241), J (16, 8), R (60), t 2</c>.</summary>
    public override string ToString() => $"I {List(rows)}, J {List(columns)}, R {List(ranks)}, t {Block}";

    internal void Check(ReadOnlySpan<Tensor> cores, string operation)
    {
        Throw.IfNotEqual(cores.Length, Cores, operation, "the number of cores");
        for (int k = 0; k < cores.Length; k++)
        {
            if (cores[k].Shape != CoreShape(k))
                Throw.ShapeMismatch(operation, $"core {k} does not fit", $"expected {CoreShape(k)}", $"got {cores[k].Shape}");
        }
    }

    private static long Product(ReadOnlySpan<int> factors, string what)
    {
        long product = 1;
        foreach (int factor in factors)
        {
            Throw.IfNot(factor >= 1, nameof(TensorTrainShape), $"a {what} is {factor}");
            product *= factor;
            Throw.IfNot(
                product <= int.MaxValue, nameof(TensorTrainShape), $"the product of {what}s {List(factors)} is above {int.MaxValue}");
        }

        return product;
    }

    private static string List(ReadOnlySpan<int> values) => $"({string.Join(", ", values.ToArray())})";
}
