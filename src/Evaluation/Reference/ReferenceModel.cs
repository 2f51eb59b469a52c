using System.Numerics.Tensors;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>
/// docs/method.md §1 and §6 in double, from the numbers of a model file, dequantized: the whole window anew for every prefix, scores from
/// the rebuilt table. What the device must agree with; it shares no arithmetic with it. Immutable: threads share one.
/// </summary>
internal sealed class ReferenceModel
{
    private readonly double logitScale;
    private readonly ReferenceTable table;
    private readonly double[] positions;
    private readonly ReferenceNorm inputNorm;
    private readonly ReferenceLayer[] layers;
    private readonly ReferenceReadout? readout;
    private readonly ReferenceCopyHead? copyHead;

    public ReferenceModel(ModelFile file)
    {
        ModelConfiguration c = file.Configuration;
        (Items, Width, MaxLength, logitScale) = (c.Items, c.Encoder.Width, c.Encoder.MaxLength, c.LogitScale);
        var weights = new ReferenceWeights(file);
        table = new ReferenceTable(weights);
        positions = weights.Read(TensorRole.Positions);
        inputNorm = weights.Norm(TensorRole.InputGain, TensorRole.InputBias);
        layers = [.. Enumerable.Range(0, c.Encoder.Layers).Select(layer => new ReferenceLayer(weights, layer))];
        readout = c.Encoder.Readout == ReadoutKind.SoftAttention ? new ReferenceReadout(weights) : null;
        copyHead = c.Head == HeadKind.Copy ? new ReferenceCopyHead(weights) : null;
    }

    /// <summary>V.</summary>
    public int Items { get; }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>T_max.</summary>
    public int MaxLength { get; }

    /// <summary>h of a window.</summary>
    /// <param name="rows">The window's rows, oldest first: 1 to T_max of them.</param>
    /// <param name="h">Receives h: <c>[d]</c>.</param>
    /// <returns>What may be copied, or null where the model does not copy.</returns>
    public ReferenceCopying? Encode(ReadOnlySpan<int> rows, Span<double> h)
    {
        double[][] x = new double[rows.Length][];
        for (int l = 0; l < x.Length; l++)
        {
            x[l] = table.Row(rows[l]).ToArray();
            TensorPrimitives.Add(x[l], positions.AsSpan(l * Width, Width), x[l]);
            inputNorm.Run(x[l]);
        }

        foreach (ReferenceLayer layer in layers) x = layer.Run(x);
        double[] read = readout is null ? x[^1] : readout.Run(x);
        if (logitScale > 0) TensorPrimitives.Multiply(read, logitScale / Math.Max(TensorPrimitives.Norm<double>(read), 1e-12), h);
        else read.CopyTo(h);
        return copyHead?.Run(rows);
    }

    /// <summary>h·E[v] of all items, for B encodings at once.</summary>
    /// <param name="h">The encodings: <c>[B, d]</c>.</param>
    /// <param name="scores">Receives the scores: <c>[B, V]</c>.</param>
    public void Score(ReadOnlySpan<double> h, Span<double> scores) => table.Score(h, scores);
}
