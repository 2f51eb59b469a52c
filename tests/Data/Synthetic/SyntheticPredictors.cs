namespace OnDeviceRec.Data.Tests;

/// <summary>Plain predictors of the next item of a synthetic catalog, each a score of every row given the prefix.</summary>
internal sealed class SyntheticPredictors
{
    private readonly SyntheticOptions options;
    private readonly SyntheticWorld world;
    private readonly int items;
    private readonly double[] popularity;
    private readonly double[] groupTotal;
    private readonly double[] cellTotal;
    private readonly Dictionary<int, Dictionary<int, int>> successors = [];

    public SyntheticPredictors(SyntheticOptions options, SyntheticWorld world, Dataset dataset)
    {
        this.options = options;
        this.world = world;
        items = dataset.Items;
        popularity = Array.ConvertAll(new Popularity(dataset.Train, items).Counts.ToArray(), c => (double)c);
        groupTotal = new double[options.Categories * options.Stages];
        cellTotal = new double[groupTotal.Length * options.Styles];
        for (int v = 0; v < items; v++)
        {
            groupTotal[world.GroupOf[v]] += popularity[v];
            cellTotal[(world.GroupOf[v] * options.Styles) + world.StyleOf[v]] += popularity[v];
        }

        foreach (int[] s in Rows.Of(dataset.Train))
        {
            for (int i = 1; i < s.Length; i++)
            {
                Dictionary<int, int> after = successors.TryGetValue(s[i - 1], out var known) ? known : successors[s[i - 1]] = [];
                after[s[i]] = after.GetValueOrDefault(s[i]) + 1;
            }
        }
    }

    /// <summary>Share of the examples whose target is among the 20 best rows, ties by lower row.</summary>
    public double HitRate(Examples examples, Action<int[], double[]> predict)
    {
        double[] scores = new double[items];
        int hits = 0;
        for (int i = 0; i < examples.Count; i++)
        {
            Array.Clear(scores);
            predict(examples.Prefix(i).ToArray(), scores);
            int target = examples.Target(i), above = 0;
            for (int v = 0; v < items; v++)
                if (scores[v] > scores[target] || (scores[v] == scores[target] && v < target)) above++;
            if (above < 20) hits++;
        }

        return hits / (double)examples.Count;
    }

    /// <summary>POP.</summary>
    public void Popular(int[] prefix, double[] scores) => popularity.CopyTo(scores, 0);

    /// <summary>S-POP: own items by count, then recency, then POP.</summary>
    public void Own(int[] prefix, double[] scores)
    {
        Popular(prefix, scores);
        for (int i = 0; i < prefix.Length; i++) scores[prefix[i]] = (1e9 * prefix.Count(row => row == prefix[i])) + i;
    }

    /// <summary>How often each item came after the last one in train, and own items as if they had come five times; then POP.</summary>
    public void Successors(int[] prefix, double[] scores)
    {
        for (int v = 0; v < items; v++) scores[v] = popularity[v] * 1e-6;
        if (successors.TryGetValue(prefix[^1], out var after))
            foreach ((int row, int count) in after) scores[row] += count;
        foreach (int row in prefix) scores[row] += 5;
    }

    /// <summary>
    /// The generator's own chances, with the prefix's most frequent style for the hidden one and train counts for weights.
    /// </summary>
    public void Hidden(int[] prefix, double[] scores)
    {
        int style = Enumerable.Range(0, options.Styles).MaxBy(z => prefix.Count(row => world.StyleOf[row] == z));
        (int category, int stage) = Math.DivRem(world.GroupOf[prefix[^1]], options.Stages);
        int next = (category * options.Stages) + ((stage + 1) % options.Stages);
        for (int v = 0; v < items; v++)
        {
            int group = world.GroupOf[v];
            bool same = group == world.GroupOf[prefix[^1]];
            double chance = (group == next ? options.Advance : 0) + (same ? 1 - options.Advance : 0);
            if (chance == 0) continue;
            double inStyle = world.StyleOf[v] == style ? popularity[v] / cellTotal[(group * options.Styles) + style] : 0;
            scores[v] = (1 - options.Repeat) * chance
                * ((options.Fidelity * inStyle) + ((1 - options.Fidelity) * popularity[v] / groupTotal[group]));
        }

        int k = prefix.Length;
        for (int i = 0; i < k; i++) scores[prefix[i]] += options.Repeat * ((2.0 * i) + 1) / (k * k);
    }
}
