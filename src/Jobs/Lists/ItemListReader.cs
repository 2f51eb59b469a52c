using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>Reads lists of items that an option names: a file with one id a line, or the ids themselves.</summary>
/// <param name="names">What the ids are.</param>
/// <param name="strict">Whether an unknown id of a file is refused; else it is skipped with a note.</param>
/// <param name="note">Takes notes of a line.</param>
public sealed class ItemListReader(ItemNames names, bool strict, Action<string> note)
{
    /// <summary>The items of an option's value. What names a file is the file.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="value">A file's name, or ids as <see cref="IdWords"/> has them.</param>
    /// <returns>Items 1..V, at least one.</returns>
    /// <exception cref="InputException">Nothing of it is known, or an id outside of a file is unknown.</exception>
    public int[] Read(string option, string value)
    {
        if (File.Exists(value)) return OfFile(option, value);
        int[] items = Array.ConvertAll(
            Words(option, value),
            word => names.TryFind(word, out int item)
                ? item
                : throw new InputException($"{option}: there is no file '{value}', and {names.Unknown(word)}."));
        return items.Length > 0 ? items : throw new InputException($"{option} is empty; give a file with one id a line, or ids.");
    }

    private string[] Words(string option, string value) => !IdWords.AreJson(value, names)
        ? IdWords.Of(value)
        : IdWords.Parse(value, option, json => json is JsonArray ids
            ? IdWords.Of(ids, option)
            : throw new InputException($"{option}: it is JSON and no array; write an array of ids, such as [12, 5, 9]."));

    private int[] OfFile(string option, string path)
    {
        var items = new List<int>();
        int line = 0, ids = 0, firstLine = 0;
        string? first = null;
        foreach (string text in TextFile.Lines(path))
        {
            line++;
            string word = text.Trim();
            if (word.Length == 0) continue;
            ids++;

            // An id may itself begin or end with a space.
            if (names.TryFind(text, out int item) || names.TryFind(word, out item))
            {
                items.Add(item);
                continue;
            }

            if (strict) throw new InputException($"{option}: {path}, line {line}: {names.Unknown(word)}.");
            if (first is null) (first, firstLine) = (word, line);
        }

        if (items.Count == 0)
        {
            string why = first is null ? "it is empty" : $"line {firstLine}: {names.Unknown(first)}";
            throw new InputException($"{option}: {path} has no item of this model; {why}. Write one id on a line.");
        }

        if (first is not null)
        {
            note(
                $"{option}: {ids - items.Count} of {ids} ids of {path} are not this model's and were skipped; "
                + $"the first is {ItemNames.Quoted(first)} on line {firstLine}.");
        }

        return [.. items];
    }
}
