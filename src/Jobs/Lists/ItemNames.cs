using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>A model's items as a person writes them: by the catalog's own ids where the file has them, else by 1..V.</summary>
/// <param name="model">The model.</param>
public sealed class ItemNames(DeviceModel model)
{
    // A whole line of something else is not to fill the screen.
    private const int LongestQuoted = 40;

    /// <summary>The item that a word names.</summary>
    /// <param name="word">The word.</param>
    /// <param name="item">The item, 1..V, or 0.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(string word, out int item) => model.Items.TryFind(word, out item);

    /// <summary>The word for an item, as it stands in the file.</summary>
    /// <param name="item">The item, 1..V.</param>
    public string NameOf(int item) => model.Items.IdOf(item);

    /// <summary>What is wrong with a word that names no item, without a full stop.</summary>
    /// <param name="word">The word.</param>
    public string Unknown(string word) => model.Items.AreItems
        ? $"{Quoted(word)} is not an item of this model; ids are 1 to {model.Configuration.Items}"
        : $"{Quoted(word)} is not an id of this model's catalog";

    /// <summary>A word in quotation marks; of a very long one the start.</summary>
    /// <param name="word">The word.</param>
    public static string Quoted(string word) =>
        $"'{PrintableText.Of(word.Length > LongestQuoted ? $"{word.AsSpan(0, LongestQuoted)}…" : word)}'";
}
