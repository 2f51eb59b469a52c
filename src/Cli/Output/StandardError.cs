using System.Text;

namespace OnDeviceRec.Cli.Output;

/// <summary>
/// Standard error for work that is worth more than what is said about it: once it cannot be written, because it is closed, full or gone
/// with its terminal, what is said is lost and the work goes on.
/// </summary>
internal sealed class StandardError(TextWriter console) : TextWriter
{
    private bool lost;

    public override Encoding Encoding => console.Encoding;

    /// <summary>Puts it in the place of the console's own.</summary>
    public static void Install() => Console.SetError(new StandardError(Console.Error));

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (lost) return;
        try
        {
            console.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lost = true;
        }
    }
}
