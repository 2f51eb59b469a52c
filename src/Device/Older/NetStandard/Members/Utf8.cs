using System.Buffers;
using System.Text;

namespace OnDeviceRec.Device.Older;

/// <summary>Texts as UTF-8 that is refused where it is wrong.</summary>
internal static class Utf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsValid(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Strict.GetCharCount(utf8);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A whole text, if it is one and there is room for it.</summary>
    public static OperationStatus FromUtf16(
        ReadOnlySpan<char> text, Span<byte> utf8, out int charsRead, out int bytesWritten, bool replaceInvalidSequences)
    {
        try
        {
            (charsRead, bytesWritten) = (text.Length, Strict.GetBytes(text, utf8));
            return OperationStatus.Done;
        }
        catch (ArgumentException)
        {
            charsRead = bytesWritten = 0;
            return OperationStatus.InvalidData;
        }
    }
}
