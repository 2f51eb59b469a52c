using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Baselines;

/// <summary>
/// S-POP: the sequence's own items by how often they occur in it, equal ones most recent first; after them all other items as
/// <see cref="PopularityRanker"/> has them. It sees the whole sequence, however long.
/// </summary>
/// <remarks>Worked: after 7 3 3 7 5, where 1 is the most popular item of all, the list is 7 3 5 1 …</remarks>
/// <param name="popularity">The counts. Only read: rankers may share them.</param>
public sealed class SessionPopularityRanker(Popularity popularity) : IRanker
{
    /// <summary>The sequence's own items in their order.</summary>
    private readonly List<(int Row, int Count)> own = [];

    /// <inheritdoc/>
    public void Begin() => own.Clear();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the catalog.</exception>
    public void Append(int row)
    {
        popularity.CheckRow(row);
        int place = PlaceOf(row);
        if (place < 0)
        {
            place = own.Count;
            own.Add((row, 0));
        }

        // The item appended is the most recent one, so it passes all that it has now caught up with.
        int count = own[place].Count + 1;
        for (; place > 0 && own[place - 1].Count <= count; place--) own[place] = own[place - 1];
        own[place] = (row, count);
    }

    /// <inheritdoc/>
    public int Top(Span<int> rows)
    {
        int written = Math.Min(rows.Length, own.Count);
        for (int i = 0; i < written; i++) rows[i] = own[i].Row;
        foreach (int row in popularity.Ranking)
        {
            if (written == rows.Length) break;
            if (PlaceOf(row) < 0) rows[written++] = row;
        }

        return written;
    }

    private int PlaceOf(int row)
    {
        for (int place = 0; place < own.Count; place++)
            if (own[place].Row == row) return place;
        return -1;
    }
}
