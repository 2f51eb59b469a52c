using System.Runtime.InteropServices;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Binary item codes times one small projection: E[v] = s·W sign(l_v), with latent weights l_v [R] of each item and a projection W [d, R]
/// (docs/method.md §2). The signs are taken in training too, by a straight-through estimator (<see cref="BinaryStraightThrough"/>): what is
/// trained are the latent weights. The scale s says how much a step of the optimizer, which is as long for all parameters, moves W.
/// </summary>
/// <remarks>
/// It is the tensor train of two cores with I = (1, V), J = (d, 1) and rank R; in training an item's bits lie together. A softmax over the
/// catalog takes its scores from codes and projection, R MACs an item and example in place of d, and no table. Where R is above d, building
/// it once a step, V·d·R MACs, would pay from batches of d·R/(R − d) examples on.
/// </remarks>
public sealed class BinaryCodesItemTable : IItemTable, IFactoredTable
{
    /// <summary>s: a power of two, by which numbers are multiplied and divided without rounding.</summary>
    public const float Scale = 0.125f;

    private readonly RowsByOwner asked = new();
    private byte[] fetched = [];

    // Of the present step: rows of others, and the codes.
    private readonly List<int> foreign = [];
    private Variable codes;

    /// <summary>Makes the projection <c>item_embedding.core0</c> and the latent weights <c>item_embedding.core1</c>.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="bits">R.</param>
    public BinaryCodesItemTable(ParameterFactory make, int items, int width, int bits)
    {
        Projection = make.Bias("item_embedding.core0", new Shape(width, bits));
        Latent = make.Bias("item_embedding.core1", new Shape(items, bits), hasItems: true);
        TensorTrainInitializer.FillBinary(Projection.Value, Latent.Value, Scale, make.Seed);
        codes = Latent;
    }

    /// <summary>W, [d, R].</summary>
    public Parameter Projection { get; }

    /// <summary>The latent weights, [V, R].</summary>
    public Parameter Latent { get; }

    /// <summary>R.</summary>
    public int Bits => Projection.Columns;

    /// <inheritdoc/>
    public int Items => Latent.Rows;

    /// <inheritdoc/>
    public int Width => Projection.Rows;

    /// <inheritdoc/>
    public int ParameterCount => Projection.Value.Length + Latent.Value.Length;

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => MatrixMultiply.Apply(tape, Use(tape), Projection, transposeB: true);

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape)
    {
        Use(tape);
        return new TableOnTape(tape, this);
    }

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) =>
        MatrixMultiply.Apply(tape, CodesOf(tape, rows), Projection, transposeB: true);

    /// <inheritdoc/>
    public CatalogScores Scores(Tape tape, Variable h, ReadOnlyMemory<int> rows) =>
        CatalogScores.OfTable(MatrixMultiply.Apply(tape, h, Projection), CodesOf(tape, rows));

    /// <inheritdoc/>
    public void TrainRowsAlone() => Latent.Sparse = true;

    /// <summary>Takes the signs of other ranks' items, a bit each; of the latent weights nothing else counts.</summary>
    /// <param name="sharing">The ranks.</param>
    /// <param name="rows">The items' rows.</param>
    public void Fetch(Sharing sharing, ReadOnlySpan<int> rows)
    {
        if (sharing.IsAlone) return;
        const int BitsOfByte = 8;
        asked.Sort(sharing, rows, Items);
        int each = (Bits + BitsOfByte - 1) / BitsOfByte;
        if (fetched.Length < rows.Length * each) fetched = new byte[rows.Length * each];
        Span<byte> all = fetched.AsSpan(0, rows.Length * each);
        all.Clear();
        for (int i = asked.From; i < asked.To; i++)
        {
            Span<byte> code = all.Slice(i * each, each);
            ReadOnlySpan<float> latent = Latent.Value.Row(asked.Rows[i]);
            for (int r = 0; r < latent.Length; r++)
                if (float.IsNegative(latent[r])) code[r / BitsOfByte] |= (byte)(1 << (r % BitsOfByte));
        }

        sharing.Collectives.AllGather(all, asked.Offsets(each));
        for (int i = 0; i < rows.Length; i++)
        {
            if (i >= asked.From && i < asked.To) continue;
            foreign.Add(asked.Rows[i]);
            Span<byte> code = all.Slice(i * each, each);
            Span<float> latent = Latent.Value.Row(asked.Rows[i]);
            for (int r = 0; r < latent.Length; r++) latent[r] = ((code[r / BitsOfByte] >> (r % BitsOfByte)) & 1) == 0 ? 1 : -1;
        }
    }

    /// <summary>Writes the projection with the scale in it, s·W, and the signs.</summary>
    /// <param name="writer">The file.</param>
    public void Write(ModelFileWriter writer)
    {
        using var scaled = new Tensor(Projection.Shape, Projection.Value.Span);
        for (int i = 0; i < scaled.Length; i++) scaled.Span[i] *= Scale;
        writer.Set(TensorRole.Core, 0, scaled.Span);
        using var core = new Tensor(new Shape(Bits, Items));
        for (int v = 0; v < Items; v++)
            for (int r = 0; r < Bits; r++) core.Span[(r * Items) + v] = Latent.Value.Row(v)[r];
        writer.Set(TensorRole.Core, 1, core.Span);
    }

    /// <summary>Takes the projection and the codes; latent weights become their signs.</summary>
    /// <param name="file">A file of this configuration.</param>
    public void Read(ModelFile file)
    {
        file.CopyTo(TensorRole.Core, 0, Projection.Value.Span);
        foreach (ref float number in Projection.Value.Span) number /= Scale;
        using var core = new Tensor(new Shape(Bits, Items));
        file.CopyTo(TensorRole.Core, 1, core.Span);
        for (int v = 0; v < Items; v++)
            for (int r = 0; r < Bits; r++) Latent.Value.Row(v)[r] = core.Span[(r * Items) + v];
    }

    Variable IFactoredTable.RowsOfStep(Tape tape, ReadOnlyMemory<int> rows) =>
        MatrixMultiply.Apply(tape, GatherRows.Apply(tape, codes, rows), Projection, transposeB: true);

    CatalogScores IFactoredTable.ScoresOfStep(Tape tape, Variable h) =>
        CatalogScores.OfTable(MatrixMultiply.Apply(tape, h, Projection), codes);

    CatalogScores IFactoredTable.ScoresOfStep(Tape tape, Variable h, ReadOnlyMemory<int> rows) =>
        CatalogScores.OfTable(MatrixMultiply.Apply(tape, h, Projection), GatherRows.Apply(tape, codes, rows));

    private Variable CodesOf(Tape tape, ReadOnlyMemory<int> rows) =>
        BinaryStraightThrough.Apply(tape, GatherRows.Apply(tape, Latent, rows), Scale);

    // Of this rank's items, and of those of others that have been fetched.
    private Variable Use(Tape tape)
    {
        (int from, int to) = (FirstItemOf(tape.Sharing.Collectives.Rank), FirstItemOf(tape.Sharing.Collectives.Rank + 1));
        codes = BinaryStraightThrough.Apply(tape, Latent, Scale, from, to, CollectionsMarshal.AsSpan(foreign));
        foreign.Clear();
        return codes;

        int FirstItemOf(int rank) => tape.Sharing.FirstItemOf(rank, Items);
    }
}
