namespace OnDeviceRec.Data.IO;

/// <summary>
/// An option, or a combination of them, that can never work, whatever the data: wrong usage. The message names the option.
/// </summary>
public sealed class UsageException : InputException
{
    /// <summary>Wrong usage.</summary>
    /// <param name="message">Which option, and the remedy.</param>
    /// <param name="inner">What was found first, or null.</param>
    public UsageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
