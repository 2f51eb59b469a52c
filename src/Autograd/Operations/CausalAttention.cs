using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// Causal multi-head attention over sequences of any lengths laid end to end: for position l of a sequence and head
/// h, with columns h·d/H to (h + 1)·d/H − 1 of q, k, v and only positions l′ ≤ l of the same sequence,
/// y_l = Σ_l′ m_l′·p_l′·v_l′, p = softmax_l′(q_l·k_l′/√(d/H)), m the dropout mask (1 in inference).
/// </summary>
/// <remarks>
/// Backward, row by row, with s = 1/√(d/H): dp_l′ = m_l′·(dy_l·v_l′); dv_l′ += m_l′·p_l′·dy_l;
/// da = p ⊙ (dp − p·dp) by the softmax; dq_l += s·Σ_l′ da_l′·k_l′; dk_l′ += s·da_l′·q_l.
/// The rows p and m ⊙ p are kept, [n·H, T] with T the longest sequence, rounded up to whole blocks of random numbers.
/// Sequences are the unit of parallel work: no row of any gradient is shared between two. (Vaswani et al., "Attention
/// is all you need", 2017.)
/// </remarks>
public sealed partial class CausalAttention : Operation
{
    private Variable query = null!, key = null!, value = null!;
    private Weights weights;

    /// <summary>Computes and records the attention.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="query">q, [n, d].</param>
    /// <param name="key">k, [n, d].</param>
    /// <param name="value">v, [n, d].</param>
    /// <param name="offsets">[B + 1]; sequence b has rows offsets[b] to offsets[b + 1] − 1. Must stay until the reset.</param>
    /// <param name="heads">H, a divisor of d.</param>
    /// <param name="dropout">The probability that a weight is dropped in training, 0 to below 1.</param>
    /// <returns>y, [n, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or the rate is out of range.</exception>
    public static Variable Apply(
        Tape tape, Variable query, Variable key, Variable value, ReadOnlyMemory<int> offsets, int heads, float dropout = 0)
    {
        if (query.Shape != key.Shape || query.Shape != value.Shape)
            throw new ArgumentException($"CausalAttention: the shapes differ: query {query.Shape}, key {key.Shape}, value {value.Shape}.");
        if (heads < 1 || query.Columns % heads != 0)
            throw new ArgumentException($"CausalAttention: {heads} heads do not divide the {query.Columns} columns of {query.Shape}.");
        Segments.Check(offsets.Span, query.Shape, nameof(CausalAttention));
        DropoutMask.CheckRate(dropout, nameof(CausalAttention));

        Variable y = tape.Result(query.Shape, query, key, value);
        var weights = new Weights(tape, offsets, heads, query.Shape, tape.Training ? dropout : 0);
        ParallelRows.Run(weights.Sequences, weights.WorkASequence, new ForwardWork(weights, query.Value, key.Value, value.Value, y.Value));
        if (y.NeedsGradient)
        {
            CausalAttention record = tape.Record<CausalAttention>(y);
            (record.query, record.key, record.value, record.weights) = (query, key, value, weights);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor? dQuery = tape.GradientOf(query), dKey = tape.GradientOf(key), dValue = tape.GradientOf(value);
        Arena.Mark mark = tape.Arena.Here;
        Tensor dWeights = tape.Arena.Rent(weights.Probabilities.Shape), dScores = tape.Arena.RentZeroed(weights.Probabilities.Shape);
        ParallelRows.Run(
            weights.Sequences,
            2 * weights.WorkASequence,
            new BackwardWork(
                weights,
                query.Value,
                key.Value,
                value.Value,
                OutputGradient,
                dWeights,
                dScores,
                dQuery ?? tape.Arena.RentZeroed(query.Shape),
                dKey ?? tape.Arena.RentZeroed(key.Shape),
                dValue ?? tape.Arena.RentZeroed(value.Shape)));
        tape.Arena.Release(mark);
    }

    /// <summary>The attention weights, and where they lie: row l·H + h holds those of position l in head h.</summary>
    private readonly struct Weights
    {
        private readonly ReadOnlyMemory<int> offsets;
        private readonly DropoutMask mask;
        private readonly bool drops;

        public Weights(Tape tape, ReadOnlyMemory<int> offsets, int heads, Shape rows, float dropout)
        {
            this.offsets = offsets;
            Heads = heads;
            Width = rows.Columns / heads;
            Scale = 1f / MathF.Sqrt(Width);
            int longest = 0;
            long pairs = 0;
            for (int sequence = 0; sequence < Sequences; sequence++)
            {
                int length = offsets.Span[sequence + 1] - offsets.Span[sequence];
                longest = Math.Max(longest, length);
                pairs += (long)length * length;
            }

            const int Block = DropoutMask.Alignment;
            var shape = new Shape(checked(rows.Rows * heads), (longest + Block - 1) / Block * Block);
            WorkASequence = pairs * rows.Columns / Math.Max(Sequences, 1);
            Probabilities = Kept = tape.Arena.Rent(shape);
            drops = dropout > 0;
            if (!drops) return;
            Kept = tape.Arena.Rent(shape);
            mask = new DropoutMask(tape.NextDropoutStream(), dropout);
        }

        /// <summary>p.</summary>
        public Tensor Probabilities { get; }

        /// <summary>m ⊙ p; p itself without dropout.</summary>
        public Tensor Kept { get; }

        public int Heads { get; }

        public int Width { get; }

        public float Scale { get; }

        public long WorkASequence { get; }

        public int Sequences => offsets.Length - 1;

        public (int First, int End) Rows(int sequence) => (offsets.Span[sequence], offsets.Span[sequence + 1]);

        /// <summary>x ⊙ m for the weights of one row; x itself without dropout.</summary>
        public void Drop(int row, ReadOnlySpan<float> x, Span<float> y)
        {
            if (drops) mask.Apply((long)row * Probabilities.Columns, x, y, accumulate: false);
        }
    }

    private readonly struct ForwardWork(Weights weights, Tensor query, Tensor key, Tensor value, Tensor y) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int sequence = from; sequence < to; sequence++)
            {
                (int first, int end) = weights.Rows(sequence);
                for (int l = first; l < end; l++)
                {
                    for (int head = 0; head < weights.Heads; head++) Attend(first, l, head);
                }
            }
        }

        private void Attend(int first, int l, int head)
        {
            int column = head * weights.Width, width = weights.Width, row = (l * weights.Heads) + head, seen = l - first + 1;
            Span<float> p = weights.Probabilities.Row(row)[..seen], kept = weights.Kept.Row(row)[..seen];
            Span<float> q = query.Row(l).Slice(column, width), result = y.Row(l).Slice(column, width);
            for (int i = 0; i < seen; i++) p[i] = weights.Scale * Dot.Run(q, key.Row(first + i).Slice(column, width));
            Softmax.Run(p);
            weights.Drop(row, p, kept);
            result.Clear();
            for (int i = 0; i < seen; i++) Axpy.Run(kept[i], value.Row(first + i).Slice(column, width), result);
        }
    }

    private readonly struct BackwardWork(
        Weights weights,
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor dy,
        Tensor dWeights,
        Tensor dScores,
        Tensor dQuery,
        Tensor dKey,
        Tensor dValue) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int sequence = from; sequence < to; sequence++)
            {
                (int first, int end) = weights.Rows(sequence);
                for (int l = first; l < end; l++)
                {
                    for (int head = 0; head < weights.Heads; head++) Attend(first, l, head);
                }
            }
        }

        private void Attend(int first, int l, int head)
        {
            int column = head * weights.Width, width = weights.Width, row = (l * weights.Heads) + head, seen = l - first + 1;
            Span<float> dp = dWeights.Row(row)[..seen], da = dScores.Row(row)[..seen], kept = weights.Kept.Row(row)[..seen];
            Span<float> slope = dy.Row(l).Slice(column, width), q = query.Row(l).Slice(column, width),
                dq = dQuery.Row(l).Slice(column, width);
            for (int i = 0; i < seen; i++)
            {
                dp[i] = Dot.Run(slope, value.Row(first + i).Slice(column, width));
                Axpy.Run(kept[i], slope, dValue.Row(first + i).Slice(column, width));
            }

            weights.Drop(row, dp, dp);
            Softmax.Backward(weights.Probabilities.Row(row)[..seen], dp, da);
            for (int i = 0; i < seen; i++)
            {
                float slopeOfScore = weights.Scale * da[i];
                Axpy.Run(slopeOfScore, key.Row(first + i).Slice(column, width), dq);
                Axpy.Run(slopeOfScore, q, dKey.Row(first + i).Slice(column, width));
            }
        }
    }
}
