using OnDeviceRec.Baselines.SequenceKnn;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

/// <summary>Sequence-kNN as its formulas stand, in double, over all sequences.</summary>
internal static class NaiveKnn
{
    /// <summary>The score of every row; 0 where it has none.</summary>
    public static double[] Scores(int[][] sequences, int items, KnnOptions options, int[] present)
    {
        double[] scores = new double[items];
        var neighbors = sequences
            .Select((items, number) => (Items: items, Number: number))
            .Where(candidate => candidate.Items.Intersect(present).Any())
            .OrderByDescending(candidate => candidate.Number)
            .Take(options.Candidates)
            .OrderByDescending(candidate => Similarity(candidate.Items))
            .ThenByDescending(candidate => candidate.Number)
            .Take(options.Neighbors);
        foreach ((int[] neighbor, _) in neighbors)
        {
            int anchor = present.Last(row => neighbor.Contains(row));
            for (int i = 0; i < neighbor.Length; i++)
            {
                if (neighbor[i] == anchor && options.RepeatWeight > 0) continue;
                int distance = Enumerable.Range(0, neighbor.Length).Where(j => neighbor[j] == anchor).Min(j => Math.Abs(i - j));
                scores[neighbor[i]] += Similarity(neighbor) * Math.Exp(-distance / (double)options.ItemDecay);
            }
        }

        if (options.RepeatWeight == 0) return scores;
        double largest = scores.Max();
        if (largest > 0) scores = [.. scores.Select(score => score / largest)];
        foreach (int row in present.Distinct())
            scores[row] +=
                options.RepeatWeight * (present.Count(seen => seen == row) + (options.RepeatRecency * Math.Exp(-Age(row) / 3.0)));
        return scores;

        int Age(int row) => present.Length - 1 - Array.LastIndexOf(present, row);

        double Similarity(int[] candidate) => present.Distinct().Intersect(candidate)
            .Sum(row => Math.Exp(-Age(row) / (double)options.PositionDecay) * Rarity(row)) / Math.Sqrt(candidate.Distinct().Count());

        double Rarity(int row) => Math.Log(1 + (sequences.Length / (double)sequences.Count(sequence => sequence.Contains(row))));
    }
}
