namespace OnDeviceRec.Evaluation;

/// <summary>
/// Lists the items that are most likely to come next. A sequence is walked from its oldest item on, so that a ranker can keep what it
/// has computed for the shorter prefix: <see cref="Begin"/>, then <see cref="Append"/> item by item, with <see cref="Top"/> wherever a
/// list is wanted. One thread at a time; threads that work side by side have a ranker each.
/// </summary>
public interface IRanker
{
    /// <summary>Forgets the sequence so far and begins an empty one.</summary>
    void Begin();

    /// <summary>Adds the next item of the sequence.</summary>
    /// <param name="row">The item's row, 0 .. V − 1.</param>
    void Append(int row);

    /// <summary>
    /// The items most likely to come next, best first, equal ones by lower row. Items of the sequence are among them like any other.
    /// Asking changes nothing.
    /// </summary>
    /// <param name="rows">Receives the rows, each at most once: <c>[K]</c>.</param>
    /// <returns>How many were written: K, or V where the catalog is smaller.</returns>
    int Top(Span<int> rows);
}
