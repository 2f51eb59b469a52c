namespace OnDeviceRec.Device;

/// <summary>The bytes are no model file that this runtime reads; the message is one line that says where and why.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public ModelFormatException()
    {
    }

    /// <summary>An exception with its reason.</summary>
    /// <param name="message">One line: what is wrong, with the values.</param>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its reason and what it came from.</summary>
    /// <param name="message">One line: what is wrong, with the values.</param>
    /// <param name="innerException">Where the reason was found.</param>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
