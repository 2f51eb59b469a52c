using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>Reads sessions as a person writes them: ids, oldest first.</summary>
/// <param name="names">What the ids are.</param>
/// <param name="strict">Whether an unknown id is refused; else it is skipped.</param>
public sealed class SessionReader(ItemNames names, bool strict)
{
    private static readonly char[] Separators = [' ', '\t', ','];

    /// <summary>Reads a session of ids with spaces or commas between them.</summary>
    /// <param name="text">The session.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="InputException">Nothing of it is known, or with strict not all of it.</exception>
    public Session Read(string text, string place) => Known(text.Split(Separators, StringSplitOptions.RemoveEmptyEntries), place);

    private Session Known(string[] words, string place)
    {
        if (words.Length == 0) throw new InputException($"{place} is empty; give at least one item id, such as \"12 5 9\".");
        var items = new List<int>(words.Length);
        var unknown = new List<string>();
        foreach (string word in words)
        {
            if (names.TryFind(word, out int item)) items.Add(item);
            else if (strict) throw new InputException($"{place}: {names.Unknown(word)}.");
            else unknown.Add(word);
        }

        if (items.Count > 0) return new Session([.. items], [.. unknown]);
        string others = words.Length > 1 ? ", nor is anything else of it" : string.Empty;
        throw new InputException($"{place}: {names.Unknown(words[0])}{others}.");
    }
}
