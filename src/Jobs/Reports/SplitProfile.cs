using OnDeviceRec.Data;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>What the examples of a split are like, whatever a model makes of them.</summary>
/// <param name="Sequences">Sequences.</param>
/// <param name="Examples">Examples.</param>
/// <param name="MeanLength">Mean number of items in a sequence.</param>
/// <param name="Repeats">Share of examples whose next item is in the prefix.</param>
/// <param name="Unseen">Share whose next item is in no sequence before the split.</param>
/// <param name="Head">Share whose next item is one of the fifth of items most frequent before the split.</param>
internal sealed record SplitProfile(int Sequences, int Examples, double MeanLength, double Repeats, double Unseen, double Head)
{
    /// <summary>The profile of a split; null if it gives no example.</summary>
    /// <param name="before">The sequences before it.</param>
    /// <param name="split">Its sequences.</param>
    /// <param name="dataset">The data set.</param>
    public static SplitProfile? Of(Sequences before, Sequences split, Dataset dataset)
    {
        var examples = new Examples(split, dataset.MinPrefix);
        if (examples.Count == 0) return null;
        var popularity = new Popularity(before, dataset.Items);
        bool[] head = popularity.HeadItems();
        int repeats = 0, unseen = 0, popular = 0;
        for (int i = 0; i < examples.Count; i++)
        {
            int target = examples.Target(i);
            if (examples.Prefix(i).Contains(target)) repeats++;
            if (popularity.Counts[target] == 0) unseen++;
            if (head[target]) popular++;
        }

        double count = examples.Count;
        return new SplitProfile(
            split.Count, examples.Count, (double)split.ItemCount / split.Count, repeats / count, unseen / count, popular / count);
    }
}
