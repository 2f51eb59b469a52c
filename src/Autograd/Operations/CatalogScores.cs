using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// How a batch scores the whole catalog: what <see cref="FullSoftmaxCrossEntropy"/> takes its softmax of, never written out.
/// </summary>
public readonly record struct CatalogScores
{
    private CatalogScores(Variable hidden, Variable table, bool byColumns, int items, int groups, int groupItems) =>
        (Hidden, Table, TableByColumns, Items, Groups, GroupItems) = (hidden, table, byColumns, items, groups, groupItems);

    /// <summary>V.</summary>
    public int Items { get; }

    /// <summary>B.</summary>
    public int Batch => Hidden.Value.Length / (Groups * Hidden.Columns);

    internal Variable Hidden { get; }

    internal Variable Table { get; }

    internal bool TableByColumns { get; }

    internal int Groups { get; }

    internal int GroupItems { get; }

    /// <summary>z = h·Eᵀ.</summary>
    /// <param name="hidden">h, [B, d].</param>
    /// <param name="table">E, [V, d].</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static CatalogScores OfTable(Variable hidden, Variable table)
    {
        if (hidden.Columns != table.Columns)
            throw new ArgumentException($"CatalogScores: widths differ: encodings {hidden.Shape}, table {table.Shape}.");
        return new CatalogScores(hidden, table, byColumns: false, table.Rows, groups: 1, table.Rows);
    }

    /// <summary>
    /// z[b, (i_1, i_2)] = Σ_k U[i_1, b, k]·G_2[k, i_2] for a train of two cores with all columns in the first: r MACs an item instead of
    /// d, and no table.
    /// </summary>
    /// <param name="queries">U, [I_1, B, r], of <see cref="TensorTrainQueries"/>.</param>
    /// <param name="core">G_2, [r, I_2, 1, 1].</param>
    /// <param name="items">V, at most I_1·I_2.</param>
    /// <exception cref="ArgumentException">The ranks differ, or the cores have fewer items.</exception>
    public static CatalogScores OfTrain(Variable queries, Variable core, int items)
    {
        int groups = queries.Shape[0], rank = queries.Columns, groupItems = core.Value.Length / core.Shape[0];
        if (core.Shape[0] != rank || items > groups * groupItems || items < 1)
            throw new ArgumentException($"CatalogScores: queries {queries.Shape} and a core {core.Shape} for {items} items.");
        return new CatalogScores(queries, core, byColumns: true, items, groups, groupItems);
    }
}
