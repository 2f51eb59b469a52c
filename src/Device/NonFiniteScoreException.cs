namespace OnDeviceRec.Device;

/// <summary>A score came out as NaN or infinite, so no order of the items can be right: the model's weights are not sound.</summary>
public sealed class NonFiniteScoreException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public NonFiniteScoreException()
    {
    }

    /// <summary>An exception with its reason.</summary>
    /// <param name="message">One line: which items.</param>
    public NonFiniteScoreException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its reason and what it came from.</summary>
    /// <param name="message">One line: which items.</param>
    /// <param name="innerException">Where the reason was found.</param>
    public NonFiniteScoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static NonFiniteScoreException Of(int row, float score) =>
        new($"Item {row + 1} has the score {score}: the model's weights are not sound.");
}
