
namespace OnDeviceRec.Evaluation;

/// <summary>A ranker that also says how it scores what it lists.</summary>
public interface IScoredRanker : IRanker
{
    /// <summary>As <see cref="IRanker.Top"/>, with the scores.</summary>
    /// <param name="rows">Receives the rows: <c>[K]</c>.</param>
    /// <param name="scores">Receives their scores: <c>[K]</c>.</param>
    /// <returns>How many were written: K, or V where the catalog is smaller.</returns>
    int Top(Span<int> rows, Span<float> scores);
}
