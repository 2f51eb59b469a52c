namespace OnDeviceRec.Data.IO;

/// <summary>
/// What a person gave does not fit; the message says in one line what, and what to do about it, with control characters of a file's texts
/// written out. Never a defect of the program.
/// </summary>
public class InputException : Exception
{
    /// <summary>Something that does not fit.</summary>
    /// <param name="message">What, and the remedy.</param>
    /// <param name="inner">What was found first, or null.</param>
    public InputException(string message, Exception? inner = null)
        : base(PrintableText.Of(message), inner)
    {
    }
}
