using System.Text;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Fuzzing;

/// <summary>Damage to texts, JSON above all, by their words: a parser gets further into these than into texts with damaged bytes.</summary>
internal static partial class TokenDamage
{
    private const int MostChanges = 3, MostRepeats = 40;

    // Every char is a byte: bytes that are no UTF-8 stay what they are.
    private static readonly Encoding Bytes = Encoding.Latin1;

    private static readonly string[] Words =
    [
        "null", "true", "false", "0", "1", "-1", "2", "7", "20", "21", "255", "1000001", "2147483647", "2147483648", "-2147483649",
        "9223372036854775807", "9223372036854775808", "99999999999999999999999", "0.5", "1e-400", "1e38", "1e39", "1e308", "1e999", "-0.0",
        "NaN", "Infinity", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\u001b[2J\"", "\"\\n\"", "\"1\"", "\"../../etc/passwd\"",
        "\"\xff\xfe\"", "\"\xc3\xa9\"", "[]", "{}", "[null]", "[[]]", "{\"a\":1}", "[1,2]", "{\"\":null}", ",", ":", "[", "]", "{", "}",
        "\"", "\\", "/*", "//", "\xef\xbb\xbf", "\0", "\n", "\r\n", "\t", " ", "\xff", "\x1b[31m", "'", ";", "#",
    ];

    /// <summary>A text with one to three changes to its words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="random">Chooses.</param>
    public static byte[] Of(ReadOnlySpan<byte> text, Random random)
    {
        List<string> tokens = [.. Token().Matches(Bytes.GetString(text)).Select(match => match.Value)];
        for (int changes = random.Next(1, MostChanges + 1); changes > 0; changes--) Change(tokens, random);
        return Bytes.GetBytes(string.Concat(tokens));
    }

    private static void Change(List<string> tokens, Random random)
    {
        if (tokens.Count == 0) tokens.Add(" ");
        int at = random.Next(tokens.Count), other = random.Next(tokens.Count);
        string word = Words[random.Next(Words.Length)];
        switch (random.Next(10))
        {
            case 0:
            case 1:
                tokens[at] = word;
                break;
            case 2:
                tokens.RemoveAt(at);
                break;
            case 3:
                tokens.Insert(at, word);
                break;
            case 4:
                tokens[at] = tokens[other];
                break;
            case 5:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 6:
                // Some tokens again, an object's key twice among them.
                int count = Math.Min(random.Next(1, MostRepeats), tokens.Count - at);
                tokens.InsertRange(at, tokens.GetRange(at, count));
                break;
            case 7:
            case 8:
                // A whole object or array.
                at = tokens.FindIndex(at, token => token is "{" or "[");
                if (at < 0) break;
                tokens.RemoveRange(at, EndOf(tokens, at) - at);
                tokens.Insert(at, word);
                break;
            default:
                // Nested deeper than any parser goes, or a number a little off.
                if (long.TryParse(tokens[at], out long number)) tokens[at] = $"{number + random.Next(-2, 3)}";
                else if (random.Next(8) == 0) tokens[at] = $"{new string('[', 1000)}{tokens[at]}{new string(']', 1000)}";
                break;
        }
    }

    // The place behind what a bracket opens.
    private static int EndOf(List<string> tokens, int start)
    {
        int depth = 0, at = start;
        do
        {
            if (tokens[at] is "{" or "[") depth++;
            if (tokens[at] is "}" or "]") depth--;
        }
        while (++at < tokens.Count && depth > 0);
        return at;
    }

    [GeneratedRegex("""  "(?:[^"\\]|\\.)*"  |  [-+.\w]+  |  \s+  |  .  """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex Token();
}
