using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// c_bl = a[T_b − 1 − l] over the T_b rows of prefix b: a score for how long ago a row was; a[0] is the most recent row's.
/// </summary>
/// <remarks>da[T_b − 1 − l] += dc_bl, prefix by prefix on one thread.</remarks>
public sealed class RecencyScores : Operation
{
    private Variable ages = null!;
    private Prefixes prefixes;

    /// <summary>Computes and records c.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="ages">a, at least as long as the longest prefix.</param>
    /// <param name="prefixes">B prefixes.</param>
    /// <returns>c, [B, T] with T the longest prefix; 0 past a prefix's end.</returns>
    /// <exception cref="ArgumentException">A prefix is longer than a.</exception>
    public static Variable Apply(Tape tape, Variable ages, Prefixes prefixes)
    {
        int longest = prefixes.Longest();
        if (ages.Value.Length < longest)
            throw new ArgumentException($"RecencyScores: prefixes of up to {longest} rows, ages {ages.Shape}.");
        Variable scores = tape.Result(new Shape(prefixes.Count, Math.Max(longest, 1)), ages);
        ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            for (int b = firsts[s]; b < firsts[s + 1]; b++)
            {
                Span<float> c = scores.Value.Row(b);
                int length = lasts[b] + 1 - offsets[s];
                for (int l = 0; l < length; l++) c[l] = ages.Value.Span[length - 1 - l];
                c[length..].Clear();
            }
        }

        if (scores.NeedsGradient)
        {
            RecencyScores record = tape.Record<RecencyScores>(scores);
            (record.ages, record.prefixes) = (ages, prefixes);
        }

        return scores;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(ages) is not { } dAges) return;
        ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            for (int b = firsts[s]; b < firsts[s + 1]; b++)
            {
                ReadOnlySpan<float> dc = OutputGradient.Row(b);
                int length = lasts[b] + 1 - offsets[s];
                for (int l = 0; l < length; l++) dAges.Span[length - 1 - l] += dc[l];
            }
        }
    }
}
