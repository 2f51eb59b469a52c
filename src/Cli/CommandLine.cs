using System.CommandLine;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Cli;

/// <summary>The command as it was given.</summary>
internal static class CommandLine
{
    // Every word is data: an id or a path may begin with @ or be made of single letters.
    private static readonly ParserConfiguration WordByWord = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Parses the words behind the command's name.</summary>
    /// <param name="root">The command.</param>
    /// <param name="words">The words.</param>
    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> words) => root.Parse(words, WordByWord);

    /// <summary>The command on one line, for reports.</summary>
    /// <param name="parsed">What was given.</param>
    public static string Of(ParseResult parsed) =>
        PrintableText.Of("odrec " + string.Join(' ', parsed.Tokens.Select(token => Quote(token.Value))));

    private static string Quote(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
