using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Baselines;

/// <summary>POP: whatever the sequence, the items most frequent in given sequences (usually all of train), ties by lower row.</summary>
/// <param name="popularity">The counts. Only read: rankers may share them.</param>
public sealed class PopularityRanker(Popularity popularity) : IRanker
{
    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the catalog.</exception>
    public void Append(int row) => popularity.CheckRow(row);

    /// <inheritdoc/>
    public int Top(Span<int> rows)
    {
        ReadOnlySpan<int> best = popularity.Ranking[..Math.Min(rows.Length, popularity.Ranking.Length)];
        best.CopyTo(rows);
        return best.Length;
    }
}
