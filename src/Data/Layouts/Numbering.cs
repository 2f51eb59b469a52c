using System.Runtime.InteropServices;

namespace OnDeviceRec.Data.Layouts;

/// <summary>Numbers texts from 0 in the order in which they first come; each is kept once, exactly as it stands.</summary>
internal sealed class Numbering
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public int Count => numbers.Count;

    public int Of(ReadOnlySpan<char> text)
    {
        int next = numbers.Count;
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> byText = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(byText, text, out bool known);
        if (!known) number = next;
        return number;
    }

    /// <summary>The text of each number.</summary>
    public string[] Texts()
    {
        string[] texts = new string[numbers.Count];
        foreach ((string text, int number) in numbers) texts[number] = text;
        return texts;
    }
}
