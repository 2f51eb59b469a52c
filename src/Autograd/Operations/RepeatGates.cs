using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// γ_b = g[T_b − 1] + w·(1 − D_b/T_b) of prefix b, T_b rows of D_b different items: a score for how many rows there are, and for the share
/// of them that come again.
/// </summary>
/// <remarks>dg[T_b − 1] += dγ_b; dw += dγ_b·(1 − D_b/T_b), prefix by prefix on one thread.</remarks>
public sealed class RepeatGates : Operation
{
    private Variable lengths = null!, repetition = null!;
    private ReadOnlyMemory<int> items;
    private Prefixes prefixes;

    /// <summary>Computes and records γ.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="lengths">g, at least as long as the longest prefix.</param>
    /// <param name="repetition">w, [1].</param>
    /// <param name="items">The item of every row, [n]; must stay as they are until the tape is reset.</param>
    /// <param name="prefixes">B prefixes of the rows, none empty.</param>
    /// <returns>γ, [B, 1].</returns>
    /// <exception cref="ArgumentException">A prefix is longer than g.</exception>
    public static Variable Apply(Tape tape, Variable lengths, Variable repetition, ReadOnlyMemory<int> items, Prefixes prefixes)
    {
        int longest = prefixes.Longest();
        if (lengths.Value.Length < longest)
            throw new ArgumentException($"RepeatGates: prefixes of up to {longest} rows, lengths {lengths.Shape}.");
        Variable gates = tape.Result(new Shape(prefixes.Count, 1), lengths, repetition);
        foreach ((int b, int length, float repeated) in new Walk(items.Span, prefixes))
            gates.Value.Span[b] = lengths.Value.Span[length - 1] + (repetition.Value.Span[0] * repeated);
        if (gates.NeedsGradient)
        {
            RepeatGates record = tape.Record<RepeatGates>(gates);
            (record.lengths, record.repetition, record.items, record.prefixes) = (lengths, repetition, items, prefixes);
        }

        return gates;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor? dLengths = tape.GradientOf(lengths), dRepetition = tape.GradientOf(repetition);
        ReadOnlySpan<float> dGates = OutputGradient.Span;
        foreach ((int b, int length, float repeated) in new Walk(items.Span, prefixes))
        {
            if (dLengths is not null) dLengths.Span[length - 1] += dGates[b];
            if (dRepetition is not null) dRepetition.Span[0] += dGates[b] * repeated;
        }
    }

    // All prefixes in turn, with T_b and 1 − D_b/T_b: a sequence is looked through once for all of its own.
    private ref struct Walk(ReadOnlySpan<int> items, Prefixes prefixes)
    {
        private readonly ReadOnlySpan<int> items = items, offsets = prefixes.Offsets.Span,
            firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
        private int sequence = -1, b = -1, row, again;

        public readonly (int Prefix, int Length, float Repeated) Current =>
            (b, row - offsets[sequence], (float)again / (row - offsets[sequence]));

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            if (++b == lasts.Length) return false;
            while (sequence < 0 || b == firsts[sequence + 1]) (row, again) = (offsets[++sequence], 0);
            for (; row <= lasts[b]; row++)
            {
                if (items[offsets[sequence]..row].Contains(items[row])) again++;
            }

            return true;
        }
    }
}
