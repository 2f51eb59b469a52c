using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
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
internal sealed class StepOperations(RaggedBatch batch)
{
    // With both gradients, with one, with none.
    private const double Trained = 3, OneGradient = 2, Frozen = 1;

    private readonly double n = batch.Tokens, b = batch.Count;

    /// <summary>The teacher's step: its encoder, and the logits h·Eᵀ with dh and dE.</summary>
    public double Teacher(ModelConfiguration teacher) => (Trained * Encoder(teacher.Encoder)) + (Trained * Logits(teacher));

    /// <summary>The distillation step.</summary>
    /// <remarks>
    /// Logits: the student's, shared by ce and kl (dh, dE); the frozen teacher's; pre's student view against the student's table (both
    /// gradients) and its teacher view against the frozen one (one gradient): nine products of 2·B·V·d. Where the student's scores come
    /// from its cores, six of them are of 2·B·V·r with 2·B·I_1·d·r for the queries, and no table is built; few rows of it are not counted.
    /// Where pre has S drawn items, its products are of 2·B·S·d.
    /// </remarks>
    public double Distillation(SequenceModel student, ModelConfiguration teacher, bool[] isHead, int predictiveNegatives = 0)
    {
        (EncoderSizes own, EncoderSizes teachers) = (student.Configuration.Encoder, teacher.Encoder);
        var split = new HeadTailSplit(isHead);
        split.Split(batch);
        (double scores, double build) = Table(student.Table);
        double predictive = predictiveNegatives == 0
            ? (Trained * scores) + (OneGradient * Logits(teacher))
            : (Trained * Product(b, own.Width, predictiveNegatives)) + (OneGradient * Product(b, teachers.Width, predictiveNegatives));
        double logits = (Trained * scores) + (Frozen * Logits(teacher)) + predictive;
        double encoders = (Trained * Encoder(own)) + (Frozen * Encoder(teachers));
        double readouts = (Trained * (Readout(split.Head, own.Width) + Readout(split.Tail, own.Width)))
            + (OneGradient * (Readout(split.Head, teachers.Width) + Readout(split.Tail, teachers.Width)));
        double both = own.Width + teachers.Width;
        double maps = 2 * Trained * (Product(split.MixedCount, both, own.Width) + Product(split.MixedCount, both, teachers.Width));
        double bridge = own.Width == teachers.Width ? 0 : Trained * Product((2 * split.WholeCount) + b, own.Width, teachers.Width);
        double similarities = Trained * Product(b, own.Width, b);
        return logits + encoders + readouts + maps + bridge + similarities + (Trained * build);
    }

    // The forward products of the scores of a batch, and of building the table first.
    private (double Scores, double Build) Table(IItemTable table) => table switch
    {
        BinaryCodesItemTable codes =>
            (Product(b, codes.Bits, codes.Items) + Product(b, codes.Width, codes.Bits), 0),
        TensorTrainItemTable { ScoresFromCores: true } train =>
            (Product(b, train.Shape.PlainRanks[1], train.Items)
                + Product(b, train.Width, train.Shape.Rows[0] * train.Shape.PlainRanks[1]), 0),
        TensorTrainItemTable train => (Product(b, train.Width, train.Items), Rebuild(train.Shape)),
        _ => (Product(b, table.Width, table.Items), 0),
    };

    private double Logits(ModelConfiguration model) => Product(b, model.Encoder.Width, model.Items);

    private double Encoder(EncoderSizes e) =>
        (e.Layers * ((4 * Product(n, e.Width, e.Width)) + (2 * Product(n, e.Width, e.Inner)) + Attention(e.Width)))
        + (e.Readout == ReadoutKind.SoftAttention ? Readout(batch, e.Width) : 0);

    /// <summary>q·kᵀ and p·v.</summary>
    private double Attention(double d)
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
    private static double Readout(RaggedBatch items, double d) =>
        Product(items.Tokens, d, d) + Product(items.Count, d, d) + (2 * Product(items.Tokens, d, 1));

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
