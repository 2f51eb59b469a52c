using System.CommandLine;

namespace OnDeviceRec.Cli;

/// <summary>The command as it was given, for reports.</summary>
internal static class CommandLine
{
    public static string Of(ParseResult parsed) => "odrec " + string.Join(' ', parsed.Tokens.Select(token => Quote(token.Value)));

    private static string Quote(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
