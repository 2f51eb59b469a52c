using System.Text.Json.Nodes;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>A session as a person wrote it.</summary>
/// <param name="Items">Its items 1..V that the model knows, oldest first; at least one.</param>
/// <param name="Unknown">The words that name no item, in their order.</param>
public sealed record Session(int[] Items, string[] Unknown)
{
    private const int MostNamed = 5;

    /// <summary>What the session itself is called, a text or a number, or null.</summary>
    public JsonValue? Id { get; init; }

    /// <summary>The unknown words in one line, such as <c>'x', 'y'</c>; of very many the first.</summary>
    public string NamesOfUnknown
    {
        get
        {
            string names = string.Join(", ", Unknown.Take(MostNamed).Select(ItemNames.Quoted));
            return Unknown.Length > MostNamed ? $"{names} and {Unknown.Length - MostNamed} more" : names;
        }
    }
}
