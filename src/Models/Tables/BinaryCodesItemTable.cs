using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Binary item codes times one small projection: E[v] = W (s ⊙ sign(l_v)), with latent weights l_v [R] of each item, a scale s_r, the mean
/// magnitude of the latent weights of bit r over all items, and a projection W [d, R] (docs/method.md §2). The signs are taken in training
/// too, by a straight-through estimator (<see cref="BinaryStraightThrough"/>): what is trained are the latent weights.
/// </summary>
/// <remarks>
/// It is the tensor train of two cores with I = (1, V), J = (d, 1) and rank R, and uses its operations. A softmax over the catalog takes
/// its scores from codes and projection, R MACs an item and example in place of d, and no table. Where R is above d, building it once a
/// step, V·d·R MACs, would pay from batches of d·R/(R − d) examples on.
/// </remarks>
public sealed class BinaryCodesItemTable : IItemTable, IFactoredTable
{
    private readonly TensorTrainShape train;

    // The projection, and the scaled signs of the present step.
    private readonly Variable[] used;
    private readonly RowsByOwner asked = new();
    private byte[] fetched = [];

    /// <summary>Makes the projection <c>item_embedding.core0</c> and the latent weights <c>item_embedding.core1</c>.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="bits">R.</param>
    public BinaryCodesItemTable(ParameterFactory make, int items, int width, int bits)
    {
        train = new TensorTrainShape(items, [1, items], [width, 1], [bits]);
        Projection = make.Bias("item_embedding.core0", train.CoreShape(0));
        Latent = make.Bias("item_embedding.core1", train.CoreShape(1), ItemAxis.Columns);
        TensorTrainInitializer.FillBinary(train, [Projection.Value, Latent.Value], make.Seed);
        used = [Projection, Latent];
    }

    /// <summary>W, [1, 1, d, R].</summary>
    public Parameter Projection { get; }

    /// <summary>The latent weights, [R, V, 1, 1].</summary>
    public Parameter Latent { get; }

    /// <summary>R.</summary>
    public int Bits => train.PlainRanks[1];

    /// <inheritdoc/>
    public int Items => train.Items;

    /// <inheritdoc/>
    public int Width => train.Width;

    /// <inheritdoc/>
    public int ParameterCount => Projection.Value.Length + Latent.Value.Length;

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => TensorTrainTable.Apply(tape, train, Use(tape));

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape)
    {
        Use(tape);
        return new TableOnTape(tape, this);
    }

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, train, rows, Use(tape));

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
        Span<float> latent = Latent.Value.Span;
        all.Clear();
        for (int i = asked.From; i < asked.To; i++)
        {
            Span<byte> code = all.Slice(i * each, each);
            for (int r = 0; r < Bits; r++)
                if (float.IsNegative(latent[(r * Items) + asked.Rows[i]])) code[r / BitsOfByte] |= (byte)(1 << (r % BitsOfByte));
        }

        sharing.Collectives.AllGather(all, asked.Offsets(each));
        for (int i = 0; i < rows.Length; i++)
        {
            if (i >= asked.From && i < asked.To) continue;
            Span<byte> code = all.Slice(i * each, each);
            for (int r = 0; r < Bits; r++)
                latent[(r * Items) + asked.Rows[i]] = ((code[r / BitsOfByte] >> (r % BitsOfByte)) & 1) == 0 ? 1 : -1;
        }
    }

    /// <summary>Writes the projection with the scales in it, W·diag(s), and the signs.</summary>
    /// <param name="writer">The file.</param>
    public void Write(ModelFileWriter writer)
    {
        using var tape = new Tape();
        tape.BeginInference();
        Use(tape);
        ReadOnlySpan<float> signs = used[1].Value.Span;
        using var scaled = new Tensor(Projection.Shape, Projection.Value.Span);
        for (int i = 0; i < scaled.Length; i++) scaled.Span[i] *= MathF.Abs(signs[i % Bits * Items]);
        writer.Set(TensorRole.Core, 0, scaled.Span);
        writer.Set(TensorRole.Core, 1, Latent.Value.Span);
    }

    /// <summary>Takes the projection and the codes; latent weights become their signs, whose scale is one.</summary>
    /// <param name="file">A file of this configuration.</param>
    public void Read(ModelFile file)
    {
        file.CopyTo(TensorRole.Core, 0, Projection.Value.Span);
        file.CopyTo(TensorRole.Core, 1, Latent.Value.Span);
    }

    Variable IFactoredTable.RowsOfStep(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, train, rows, used);

    CatalogScores IFactoredTable.ScoresOfStep(Tape tape, Variable h) =>
        CatalogScores.OfTrain(TensorTrainQueries.Apply(tape, used[0], h), used[1], Items);

    private ReadOnlySpan<Variable> Use(Tape tape)
    {
        used[1] = BinaryStraightThrough.Apply(tape, Latent);
        return used;
    }
}
