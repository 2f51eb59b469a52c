using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// h of a batch, [B, d], a slice of its sequences at a time: each slice is encoded, and run backwards, by one thread on a branch of the
/// tape. There are eight of them whatever the number of threads, and what they add to the gradient of a parameter is summed in the order of
/// a tree: the bits do not depend on the threads. Nor on the ranks (<see cref="Sharing"/>): each has its slices, and gets h and the
/// gradients of tokens and parameters of the others.
/// </summary>
/// <remarks>
/// An operation over the tokens of a batch has too little to share out among threads, and they would wait for each other after every one.
/// </remarks>
internal sealed class SlicedEncoding : Operation
{
    // Of a small batch some are empty.
    private readonly Slice[] slices = [.. Enumerable.Range(0, Sharing.Slices).Select(_ => new Slice())];
    private IReadOnlyList<Parameter> parameters = [];
    private Variable items = null!;
    private Sharing sharing = Sharing.Alone;
    private int[] offsets = [];

    /// <summary>Encodes and records.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="model">The model.</param>
    /// <param name="items">E[s_l] of every token, [n, d].</param>
    /// <param name="batch">The sequences, and B prefixes of them.</param>
    /// <param name="dropout">The dropout probability in training.</param>
    public static Variable Apply(Tape tape, SequenceModel model, Variable items, RaggedBatch batch, float dropout)
    {
        SlicedEncoding encoding = tape.Lend<SlicedEncoding>();
        (encoding.items, encoding.parameters, encoding.sharing) = (items, model.EncoderParameters, tape.Sharing);
        encoding.Cut(tape, batch);
        WorkerPool.Run(tape.Sharing.To - tape.Sharing.From, new ForwardWork(encoding, model, dropout));
        Variable h = tape.Leaf(new Shape(batch.Count, model.Table.Width), items.NeedsGradient || !model.EncoderParameters[0].Frozen);
        foreach (Slice slice in encoding.slices) slice.CopyHidden(h.Value);
        encoding.Gather(h.Value, slice => slice.FirstExample, batch.Count);
        if (h.NeedsGradient) tape.Record(encoding, h);
        return h;
    }

    /// <inheritdoc/>
    protected override void Backward(Tape tape)
    {
        WorkerPool.Run(sharing.To - sharing.From, new BackwardWork(this));
        if (tape.GradientOf(items) is { } dItems)
        {
            Tensor ofTokens = tape.Arena.RentZeroed(dItems.Shape);
            foreach (Slice slice in slices) slice.CopyItemGradient(ofTokens);
            Gather(ofTokens, slice => slice.FirstToken, dItems.Rows);
            Add.Run(ofTokens.Span, dItems.Span);
        }

        int numbers = 0;
        for (int i = 0; i < parameters.Count; i++) numbers += parameters[i].Value.Length;
        Tensor sums = tape.Arena.RentZeroed(new Shape(numbers));
        WorkerPool.Run(parameters.Count, new SumWork(this, sums));
        sharing.Sum(sums.Span);
        Span<float> left = sums.Span;
        for (int i = 0; i < parameters.Count; i++)
        {
            int length = parameters[i].Value.Length;
            if (tape.GradientOf(parameters[i]) is { } gradient) Add.Run(left[..length], gradient.Span);
            left = left[length..];
        }
    }

    // Makes rows of all slices known, where a slice's begin at its first one.
    private void Gather(Tensor rows, Func<Slice, int> firstOf, int count)
    {
        if (sharing.IsAlone) return;
        int ranks = sharing.Collectives.Ranks;
        if (offsets.Length == 0) offsets = new int[ranks + 1];
        for (int k = 0; k < ranks; k++) offsets[k] = firstOf(slices[k * Sharing.Slices / ranks]) * rows.Columns;
        offsets[ranks] = count * rows.Columns;
        sharing.Collectives.AllGather(rows.Span, offsets);
    }

    // Whole sequences; slice k has those that begin in the k-th part of the tokens.
    private void Cut(Tape tape, RaggedBatch batch)
    {
        ReadOnlySpan<int> starts = batch.Offsets.Span;
        int from = 0;
        for (int k = 0; k < Sharing.Slices; k++)
        {
            int to = from;
            while (to < batch.Sequences && (k == Sharing.Slices - 1 || starts[to] < (long)batch.Tokens * (k + 1) / Sharing.Slices)) to++;
            slices[k].Take(tape, batch, from, to);
            from = to;
        }
    }

    // This rank's part of a parameter's gradient.
    private void SumGradients(Tensor sums, int number)
    {
        int start = 0;
        for (int i = 0; i < number; i++) start += parameters[i].Value.Length;
        if (SumOf(parameters[number], sharing.From, sharing.To - sharing.From) is { } own) own.Span.CopyTo(sums.Span[start..]);
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
        public void Run(int piece) => encoding.slices[encoding.sharing.From + piece].Encode(encoding.items, model, dropout);
    }

    private readonly struct BackwardWork(SlicedEncoding encoding) : IParallelWork
    {
        public void Run(int piece) => encoding.slices[encoding.sharing.From + piece].RunBackwards(encoding.OutputGradient);
    }

    private readonly struct SumWork(SlicedEncoding encoding, Tensor sums) : IParallelWork
    {
        public void Run(int piece) => encoding.SumGradients(sums, piece);
    }

    // Some sequences of the batch, their tape and what is on it.
    private sealed class Slice
    {
        private RaggedBatch part = new(0, 0);
        private Tape tape = null!;
        private Variable? leaf;

        public int FirstToken { get; private set; }

        public int FirstExample { get; private set; }

        /// <summary>h of the slice's examples, or null if it has none.</summary>
        public Variable? Hidden { get; private set; }

        public void Take(Tape whole, RaggedBatch batch, int from, int to)
        {
            if (part.MaxCount < batch.MaxCount || part.MaxTokens < batch.MaxTokens) part = new RaggedBatch(batch.MaxCount, batch.MaxTokens);
            part.TakeFrom(batch, from, to);
            (FirstToken, FirstExample) = (batch.Offsets.Span[from], batch.FirstExamples.Span[from]);
            (tape, leaf, Hidden) = (whole.Branch(), null, null);
        }

        public void Encode(Variable items, SequenceModel model, float dropout)
        {
            if (part.Count == 0) return;
            leaf = tape.Leaf(new Shape(part.Tokens, items.Columns), items.NeedsGradient);
            items.Value.Span.Slice(FirstToken * items.Columns, leaf.Value.Length).CopyTo(leaf.Value.Span);
            Hidden = model.EncodeSlice(tape, leaf, part, dropout);
        }

        public void CopyHidden(Tensor h) => Hidden?.Value.Span.CopyTo(h.Span[(FirstExample * h.Columns)..]);

        public void RunBackwards(Tensor dh)
        {
            if (tape.GradientOf(Hidden) is not { } own) return;
            dh.Span.Slice(FirstExample * dh.Columns, own.Length).CopyTo(own.Span);
            tape.Backward();
        }

        public void CopyItemGradient(Tensor dItems) => leaf?.Gradient?.Span.CopyTo(dItems.Span[(FirstToken * dItems.Columns)..]);

        public Tensor? GradientOf(Parameter parameter) => tape.BranchGradient(parameter);
    }
}
