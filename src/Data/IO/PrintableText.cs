using System.Globalization;
using System.Text;

namespace OnDeviceRec.Data.IO;

/// <summary>
/// Text that may come from anywhere, for a terminal, a page or a message of one line: control characters, which could move the cursor, end
/// the line or worse, are shown as <c>\u001b</c> and the like.
/// </summary>
public static class PrintableText
{
    /// <summary>The text with its control characters written out.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(char.IsControl)) return text;
        var shown = new StringBuilder();
        foreach (char c in text)
        {
            if (char.IsControl(c)) shown.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}");
            else shown.Append(c);
        }

        return shown.ToString();
    }
}
