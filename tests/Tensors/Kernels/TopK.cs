namespace OnDeviceRec.Kernels.Tests;

/// <summary>The K best scores of one span, descending, equal scores by lower index.</summary>
/// <remarks>Worked: the best 3 of [0.1, 0.7, 0.3, 0.7] are indices [1, 3, 2] with scores [0.7, 0.7, 0.3].</remarks>
internal static partial class TopK
{
    /// <summary>
    /// Fills both spans of K entries and returns min(K, n); -1 where a score is NaN or infinite, the spans then hold nothing of use.
    /// </summary>
    public static int Run(ReadOnlySpan<float> scores, Span<int> indices, Span<float> top)
    {
        TopKSelector selector = new(indices, top);
        return selector.Offer(scores, 0) ? selector.Finish() : -1;
    }
}
