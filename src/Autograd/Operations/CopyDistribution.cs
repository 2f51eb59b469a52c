using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// p_copy of a batch, item by item: the items of prefix b once each, in ascending order, with the sum of its positions' shares.
/// </summary>
internal readonly unsafe struct CopyDistribution
{
    private readonly int count, positions;
    private readonly int* lengths, places;

    /// <summary>Sorts the prefixes' items, in memory of the arena.</summary>
    public CopyDistribution(CopyScores copying, Arena arena)
    {
        Prefixes prefixes = copying.Prefixes;
        (count, positions) = (prefixes.Count, copying.Positions.Columns);
        lengths = (int*)arena.Rent(new Shape(count)).Pointer;
        places = (int*)arena.Rent(new Shape(count, positions)).Pointer;
        Offsets = (int*)arena.Rent(new Shape(count + 1)).Pointer;
        Items = (int*)arena.Rent(new Shape(count, positions)).Pointer;
        var keys = new Span<long>(arena.Rent(new Shape(2, positions)).Pointer, positions);
        Offsets[0] = 0;
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            int offset = prefixes.Offsets.Span[s];
            for (int b = prefixes.Firsts.Span[s]; b < prefixes.Firsts.Span[s + 1]; b++)
            {
                int length = prefixes.Lasts.Span[b] + 1 - offset, end = Offsets[b];
                lengths[b] = length;
                for (int l = 0; l < length; l++) keys[l] = ((long)copying.Items.Span[offset + l] << 32) | (uint)l;
                keys[..length].Sort();
                for (int i = 0; i < length; i++)
                {
                    int item = (int)(keys[i] >> 32);
                    if (i == 0 || Items[end - 1] != item) Items[end++] = item;
                    places[(b * positions) + (int)keys[i]] = end - 1;
                }

                Offsets[b + 1] = end;
            }
        }
    }

    /// <summary>Where the items of each prefix begin, [B + 1].</summary>
    public int* Offsets { get; }

    /// <summary>The items.</summary>
    public int* Items { get; }

    /// <summary>How many items there are.</summary>
    public int Count => Offsets[count];

    /// <summary>ln p_copy of every item, from position scores [B, T] of these prefixes.</summary>
    public float* LogShares(Tensor scores, Arena arena)
    {
        float* shares = arena.Rent(new Shape(Count)).Pointer;
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<float> c = scores.Row(b)[..lengths[b]];
            (double max, double logSum) = LogSum(c);
            for (int i = Offsets[b]; i < Offsets[b + 1]; i++) shares[i] = float.NegativeInfinity;
            for (int l = 0; l < c.Length; l++)
            {
                ref float share = ref shares[places[(b * positions) + l]];
                double log = c[l] - max - logSum, high = Math.Max(share, log);
                share = (float)(high + double.LogP1(Math.Exp(Math.Min(share, log) - high)));
            }
        }

        return shares;
    }

    /// <summary>Adds to the gradient of the position scores what that of ln p_copy makes of it.</summary>
    public void AddGradient(float* logShares, float* dLogShares, Tensor scores, Tensor dScores)
    {
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<float> c = scores.Row(b)[..lengths[b]];
            Span<float> dc = dScores.Row(b);
            (double max, double logSum) = LogSum(c);
            double sum = 0;
            for (int i = Offsets[b]; i < Offsets[b + 1]; i++) sum += dLogShares[i];
            for (int l = 0; l < c.Length; l++)
            {
                int place = places[(b * positions) + l];
                double log = c[l] - max - logSum;
                dc[l] += (float)((Math.Exp(log - logShares[place]) * dLogShares[place]) - (Math.Exp(log) * sum));
            }
        }
    }

    private static (double Max, double LogSum) LogSum(ReadOnlySpan<float> c)
    {
        double max = Max.Run(c), sum = 0;
        foreach (float score in c) sum += Math.Exp(score - max);
        return (max, Math.Log(sum));
    }
}
