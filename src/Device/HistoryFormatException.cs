namespace OnDeviceRec.Device;

/// <summary>The bytes are no saved history that this model can go on from; the message is one line that says why.</summary>
public sealed class HistoryFormatException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public HistoryFormatException()
    {
    }

    /// <summary>An exception with its reason.</summary>
    /// <param name="message">One line: what is wrong, with the values.</param>
    public HistoryFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its reason and what it came from.</summary>
    /// <param name="message">One line: what is wrong, with the values.</param>
    /// <param name="innerException">Where the reason was found.</param>
    public HistoryFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
