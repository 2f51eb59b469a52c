using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Recombination;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// The floating-point operations of a training step, by count: those of its products and no others (no exponentials, norms, sums, dropout,
/// no Adam), a multiply-add as two, each product as often as the mathematics wants it and however often the kernels make it.
/// </summary>
/// <remarks>
/// <para>A product y = x·W has the backward products dx = dy·Wᵀ and dW = xᵀ·dy, each of its own size: three times the forward where both
/// gradients are wanted, twice where x is data or frozen, once where nothing is.</para>
/// <para>n items in the batch, M sequences with both popular and rare items, P = Σ T(T + 1)/2 pairs that causal attention sees.</para>
/// </remarks>
internal sealed class StepOperations(EncoderOptions encoder, RaggedBatch batch)
{
    // With both gradients, with one, with none.
    private const double Trained = 3, OneGradient = 2, Frozen = 1;

    private readonly double d = encoder.Width, n = batch.Tokens, b = batch.Count;

    /// <summary>The teacher's step: its encoder, and the logits h·Eᵀ with dh and dE.</summary>
    public double Teacher(int items) => (Trained * Encoder()) + (Trained * Logits(items));

    /// <summary>The distillation step.</summary>
    /// <remarks>
    /// Logits: the student's, shared by ce and kl (dh, dE); the frozen teacher's; pre's student view against the student's table (both
    /// gradients) and its teacher view against the frozen one (one gradient): nine products of 2·B·V·d. Where the student's scores come from
    /// its cores, six of them are of 2·B·V·r with 2·B·I_1·d·r for the queries, and no table is rebuilt; few rows of it are not counted.
    /// </remarks>
    public double Distillation(TensorTrainItemTable table, bool[] isHead)
    {
        TensorTrainShape shape = table.Shape;
        var split = new HeadTailSplit(isHead);
        split.Split(batch);
        int r = shape.PlainRanks[1];
        double student = table.ScoresFromCores ? Product(b, r, shape.Items) + Product(b, d, shape.Rows[0] * r) : Logits(shape.Items);
        double rebuild = table.ScoresFromCores ? 0 : Rebuild(shape);
        double logits = (2 * Trained * student) + ((Frozen + OneGradient) * Logits(shape.Items));
        double encoders = (Trained + Frozen) * Encoder();
        double readouts = (Trained + OneGradient) * (Readout(split.Head) + Readout(split.Tail));
        double maps = 4 * Trained * Product(split.MixedCount, 2 * d, d);
        double similarities = Trained * Product(b, d, b);
        return logits + encoders + readouts + maps + similarities + (Trained * rebuild);
    }

    private double Logits(int items) => Product(b, d, items);

    private double Encoder() =>
        (encoder.Layers * ((4 * Product(n, d, d)) + (2 * Product(n, d, encoder.Inner)) + Attention()))
        + (encoder.Readout == Models.Readout.SoftAttention ? Readout(batch) : 0);

    /// <summary>q·kᵀ and p·v.</summary>
    private double Attention()
    {
        double pairs = 0;
        ReadOnlySpan<int> offsets = batch.Offsets.Span;
        for (int s = 0; s < batch.Sequences; s++)
        {
            double length = offsets[s + 1] - offsets[s];
            pairs += length * (length + 1) / 2;
        }

        return 2 * Product(pairs, d, 1);
    }

    /// <summary>W₁ for every item, W₂ for every sequence, the items' weights and the weighted sum.</summary>
    private double Readout(RaggedBatch items) => Product(items.Tokens, d, d) + Product(items.Count, d, d) + (2 * Product(items.Tokens, d, 1));

    /// <summary>V rows, core by core from the left: row (i_1…i_k) of columns (j_1…j_k) and rank r_k+1 out of rank r_k.</summary>
    private static double Rebuild(TensorTrainShape shape)
    {
        double sum = 0, rows = shape.Rows[0], columns = shape.PlainColumns[0];
        for (int k = 1; k < shape.Cores; k++)
        {
            rows = Math.Min(rows * shape.Rows[k], shape.Items);
            columns *= shape.PlainColumns[k];
            sum += Product(rows * columns, shape.PlainRanks[k], shape.PlainRanks[k + 1]);
        }

        return sum;
    }

    private static double Product(double m, double k, double n) => 2 * m * k * n;
}
