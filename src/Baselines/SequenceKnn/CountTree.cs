using System.Numerics;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>A count for each row, of which the greatest is at hand: a tree whose nodes have the greatest count of all below.</summary>
/// <param name="items">V, at least 1.</param>
internal sealed class CountTree(int items)
{
    // Node n is above 2n and 2n + 1; the rows are the last ones.
    private readonly int[] counts = new int[2 * (int)BitOperations.RoundUpToPowerOf2((uint)items)];

    private int Leaves => counts.Length / 2;

    /// <summary>The count of a row, 0 at first.</summary>
    /// <param name="row">0 .. V − 1.</param>
    public int this[int row]
    {
        set
        {
            int node = Leaves + row;
            counts[node] = value;
            while ((node /= 2) > 0) counts[node] = Math.Max(counts[2 * node], counts[(2 * node) + 1]);
        }
    }

    /// <summary>The row of the greatest count, of several the lowest; false where all are 0.</summary>
    public bool TryGreatest(out int row, out int count)
    {
        int node = 1;
        count = counts[node];
        while (node < Leaves)
        {
            node *= 2;
            if (counts[node] < count) node++;
        }

        row = node - Leaves;
        return count > 0;
    }
}
