using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tables;

/// <summary>
/// Shape of a tensor train that stands for the item table: N cores, core k is [R_k, I_k, J_k, R_{k+1}] with R_0 = R_N = 1. Cell
/// (i_1..i_N) of the grid, row-major, is an item's row; its plain columns are (j_1..j_N), row-major.
/// <para>
/// The block t of the semi-tensor product regroups columns and nothing else: with plain column (j_1·t + c, q), q over the columns of cores
/// 2..N, the table's column is (j_1·Q + q)·t + c, Q = J_2···J_N. A semi-tensor train of rank R and columns (J_1, .., J_N) is the plain one
/// of rank R/t and columns (J_1·t, .., J_N/t). With t = 1 the columns are the plain ones.
/// </para>
/// </summary>
public sealed partial class PlainTrainShape : TableShape
{
    /// <summary>Most cores that a model file has room for.</summary>
    public const int MaxCores = TableWords.MaxCores;

    /// <summary>Most numbers that scoring may keep between two cores (64 MiB); the shapes in use need a few ten thousand.</summary>
    public const int MaxStateLength = 1 << 24;

    /// <summary>
    /// The largest state that goes into a core, when scores are made (I_1···I_{k-1} · R_k · J_k···J_N numbers) or a row is read
    /// (J_1···J_{k-1} · R_k).
    /// </summary>
    internal readonly int StateLength;

    private readonly int[] rows;
    private readonly int[] columns;
    private readonly int[] ranks;

    /// <summary>A shape, checked.</summary>
    /// <param name="rows">I_k, N of them.</param>
    /// <param name="columns">J_k of the plain train, N of them.</param>
    /// <param name="ranks">The N − 1 ranks between the cores of the plain train, R_1..R_{N-1}.</param>
    /// <param name="block">t, a divisor of J_1 (of the plain train).</param>
    /// <exception cref="ArgumentException">Fewer than two or too many cores, counts that differ, a size below 1, t no divisor of J_1, or a
    /// shape too large to hold.</exception>
    public PlainTrainShape(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<int> ranks, int block = 1)
    {
        // Numbers with the panels filled up; an index of one fits an int.
        const int MaxCoreLength = 1 << 30;
        if (rows.Length is < 2 or > MaxCores) throw Bad($"{rows.Length} cores, expected 2 to {MaxCores}");
        if (columns.Length != rows.Length || ranks.Length != rows.Length - 1)
            throw Bad($"{rows.Length} row factors, {columns.Length} column factors and {ranks.Length} ranks");

        this.rows = rows.ToArray();
        this.columns = columns.ToArray();
        this.ranks = [1, .. ranks, 1];
        Block = block;
        for (int k = 0; k < Cores; k++)
        {
            if (rows[k] < 1 || columns[k] < 1 || this.ranks[k] < 1)
                throw Bad($"core {k} has I = {rows[k]}, J = {columns[k]}, rank {this.ranks[k]}; all are at least 1");
        }

        if (block < 1 || columns[0] % block != 0) throw Bad($"block {block} does not divide J_1 = {columns[0]}");
        Cells = Product(rows);
        Width = Product(columns);
        for (int k = 0; k < Cores; k++)
        {
            long inner = Saturating.Multiply(columns[k], this.ranks[k]), outer = Saturating.Multiply(rows[k], this.ranks[k + 1]);
            long length = Saturating.Multiply(inner, outer), padded = Saturating.Multiply(inner, PanelProduct.Padded(outer));
            if (padded > MaxCoreLength)
                throw Bad($"core {k} has {length} numbers, {padded} with its panels filled up; at most {MaxCoreLength} are allowed");

            long scoring = Saturating.Multiply(Product(rows[..k]), Saturating.Multiply(this.ranks[k], Product(columns[k..])));
            long reading = Saturating.Multiply(Product(columns[..k]), this.ranks[k]);
            if (Math.Max(scoring, reading) > MaxStateLength)
                throw Bad($"{Math.Max(scoring, reading)} numbers go into core {k}, at most {MaxStateLength} are allowed");

            StateLength = Math.Max(StateLength, (int)Math.Max(scoring, reading));
        }
    }

    /// <summary>N.</summary>
    public int Cores => rows.Length;

    /// <summary>I_k.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>J_k of the plain train.</summary>
    public ReadOnlySpan<int> Columns => columns;

    /// <summary>R_0..R_N of the plain train, the ones at both ends included.</summary>
    public ReadOnlySpan<int> Ranks => ranks;

    /// <summary>t, the block of the semi-tensor product.</summary>
    public int Block { get; }

    /// <summary>∏ I_k, the rows that the grid has room for (the largest long where the product does not fit).</summary>
    public long Cells { get; }

    /// <summary>∏ J_k, the width d of the table.</summary>
    public long Width { get; }

    internal override int Code => 1;

    internal override int Tensors => Cores;

    internal static PlainTrainShape Read(TableWords words)
    {
        int cores = words.Cores;
        if (cores is < 2 or > MaxCores) throw new ArgumentException($"{cores} cores of a tensor train, expected 2 to {MaxCores}.");
        return new PlainTrainShape(words.Rows[..cores], words.Columns[..cores], words.Ranks[..(cores - 1)], words.Block);
    }

    internal override void Write(TableWords words, int items, int width)
    {
        (words.Cores, words.Block) = (Cores, Block);
        Rows.CopyTo(words.Rows);
        Columns.CopyTo(words.Columns);
        Ranks[1..^1].CopyTo(words.Ranks);
    }

    internal override void Check(int items, int width)
    {
        if (Width != width) throw ModelConfiguration.Bad($"the train's columns multiply to {Width}, the width is {width}");
        if (Cells < items) throw ModelConfiguration.Bad($"the train's grid has {Cells} cells for {items} items");
    }

    internal override MatrixShape Matrix(int tensor, int items, int width) =>
        new(ranks[tensor], rows[tensor], columns[tensor], ranks[tensor + 1]);

    internal override ItemTable Open(ModelFile file) => new Scoring(this, file);

    private static ArgumentException Bad(string what) => new($"Tensor train: {what}.");

    private static long Product(ReadOnlySpan<int> factors)
    {
        long product = 1;
        foreach (int factor in factors) product = Saturating.Multiply(product, factor);
        return product;
    }
}
