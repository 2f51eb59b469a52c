using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// h of a batch, [B, d], a slice of its sequences at a time: each slice is encoded, and run backwards, by one thread on a branch of the
/// tape. There are <see cref="Slices"/> of them whatever the number of threads, and what they add to the gradient of a parameter is summed
/// in the order of a tree, ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)): the bits do not depend on the threads.
/// </summary>
/// <remarks>
/// An operation over the tokens of a batch has too little to share out among threads, and they would wait for each other after every one.
/// </remarks>
internal sealed class SlicedEncoding : Operation
{
    /// <summary>How many slices a batch has; of a small one some are empty.</summary>
    public const int Slices = 8;

    private readonly Slice[] slices = [.. Enumerable.Range(0, Slices).Select(_ => new Slice())];
    private IReadOnlyList<Parameter> parameters = [];
    private Variable items = null!;

    /// <summary>Encodes and records.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="model">The model.</param>
    /// <param name="items">E[s_l] of every token, [n, d].</param>
    /// <param name="batch">The sequences, and B prefixes of them.</param>
    /// <param name="dropout">The dropout probability in training.</param>
    public static Variable Apply(Tape tape, SequenceModel model, Variable items, RaggedBatch batch, float dropout)
    {
        SlicedEncoding encoding = tape.Lend<SlicedEncoding>();
        (encoding.items, encoding.parameters) = (items, model.Parameters);
        encoding.Cut(tape, batch);
        WorkerPool.Run(Slices, new ForwardWork(encoding, model, dropout));
        bool needsGradient = false;
        foreach (Slice slice in encoding.slices) needsGradient |= slice.Hidden is { NeedsGradient: true };
        Variable h = tape.Leaf(new Shape(batch.Count, model.Table.Width), needsGradient);
        foreach (Slice slice in encoding.slices) slice.CopyHidden(h.Value);
        if (h.NeedsGradient) tape.Record(encoding, h);
        return h;
    }

    /// <inheritdoc/>
    protected override void Backward(Tape tape)
    {
        WorkerPool.Run(Slices, new BackwardWork(this));
        if (tape.GradientOf(items) is { } dItems)
        {
            foreach (Slice slice in slices) slice.AddItemGradient(dItems);
        }

        WorkerPool.Run(parameters.Count, new SumWork(this, tape));
    }

    // Whole sequences; slice k has those that begin in the k-th part of the tokens.
    private void Cut(Tape tape, RaggedBatch batch)
    {
        ReadOnlySpan<int> offsets = batch.Offsets.Span;
        int from = 0;
        for (int k = 0; k < Slices; k++)
        {
            int to = from;
            while (to < batch.Sequences && (k == Slices - 1 || offsets[to] < (long)batch.Tokens * (k + 1) / Slices)) to++;
            slices[k].Take(tape, batch, from, to);
            from = to;
        }
    }

    private void SumGradients(Tape tape, Parameter parameter)
    {
        if (SumOf(parameter, 0, Slices) is { } all) Add.Run(all.Span, tape.GradientOf(parameter)!.Span);
    }

    // In the place of the first of these slices that has any.
    private Tensor? SumOf(Parameter parameter, int from, int count)
    {
        if (count == 1) return slices[from].GradientOf(parameter);
        int half = count / 2;
        (Tensor? first, Tensor? second) = (SumOf(parameter, from, half), SumOf(parameter, from + half, half));
        if (first is not null && second is not null) Add.Run(second.Span, first.Span);
        return first ?? second;
    }

    private readonly struct ForwardWork(SlicedEncoding encoding, SequenceModel model, float dropout) : IParallelWork
    {
        public void Run(int piece) => encoding.slices[piece].Encode(encoding.items, model, dropout);
    }

    private readonly struct BackwardWork(SlicedEncoding encoding) : IParallelWork
    {
        public void Run(int piece) => encoding.slices[piece].RunBackwards(encoding.OutputGradient);
    }

    private readonly struct SumWork(SlicedEncoding encoding, Tape tape) : IParallelWork
    {
        public void Run(int piece) => encoding.SumGradients(tape, encoding.parameters[piece]);
    }

    // Some sequences of the batch, their tape and what is on it.
    private sealed class Slice
    {
        private RaggedBatch part = new(0, 0);
        private Tape tape = null!;
        private Variable? leaf;
        private int firstToken, firstExample;

        /// <summary>h of the slice's examples, or null if it has none.</summary>
        public Variable? Hidden { get; private set; }

        public void Take(Tape whole, RaggedBatch batch, int from, int to)
        {
            if (part.MaxCount < batch.MaxCount || part.MaxTokens < batch.MaxTokens) part = new RaggedBatch(batch.MaxCount, batch.MaxTokens);
            part.TakeFrom(batch, from, to);
            (firstToken, firstExample) = (batch.Offsets.Span[from], batch.FirstExamples.Span[from]);
            (tape, leaf, Hidden) = (whole.Branch(), null, null);
        }

        public void Encode(Variable items, SequenceModel model, float dropout)
        {
            if (part.Count == 0) return;
            leaf = tape.Leaf(new Shape(part.Tokens, items.Columns), items.NeedsGradient);
            items.Value.Span.Slice(firstToken * items.Columns, leaf.Value.Length).CopyTo(leaf.Value.Span);
            Hidden = model.EncodeSlice(tape, leaf, part, dropout);
        }

        public void CopyHidden(Tensor h) => Hidden?.Value.Span.CopyTo(h.Span[(firstExample * h.Columns)..]);

        public void RunBackwards(Tensor dh)
        {
            if (tape.GradientOf(Hidden) is not { } own) return;
            dh.Span.Slice(firstExample * dh.Columns, own.Length).CopyTo(own.Span);
            tape.Backward();
        }

        public void AddItemGradient(Tensor dItems)
        {
            if (leaf?.Gradient is { } own) Add.Run(own.Span, dItems.Span.Slice(firstToken * dItems.Columns, own.Length));
        }

        public Tensor? GradientOf(Parameter parameter) => tape.BranchGradient(parameter);
    }
}
