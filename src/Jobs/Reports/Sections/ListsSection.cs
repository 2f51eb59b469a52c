using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs.Lists;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>Lists for a few test sessions, items of the session apart from new ones, beside what came next.</summary>
internal static class ListsSection
{
    private const int Examples = 4, Top = 10, LongestHistory = 6;

    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="model">The model.</param>
    /// <param name="sequences">The test sequences.</param>
    public static void Add(HtmlPage page, string name, DeviceModel model, Sequences sequences)
    {
        int[] askable = [.. Enumerable.Range(0, sequences.Count).Where(i => sequences[i].Length >= 2)];
        if (askable.Length == 0) return;
        page.Section("Lists");
        page.Text(
            $"What {name} lists after the starts of a few sessions of the split, by the catalog's ids where the data has them: items "
            + "that the session holds already, and new ones. Sessions begin with the oldest item; ✓ marks what came next.");
        var maker = new ListMaker(model, new ItemChoice(), Top);
        var names = new ItemNames(model);
        page.Columns(Enumerable.Range(0, Math.Min(Examples, askable.Length)).Select(number => Example(
            sequences[askable[(int)((number + 0.5) * askable.Length / Math.Min(Examples, askable.Length))]], maker, names)));
    }

    private static (string Text, IReadOnlyList<string> Heads, IEnumerable<IReadOnlyList<string>> Rows) Example(
        ReadOnlySpan<int> rows, ListMaker maker, ItemNames names)
    {
        int known = Math.Min(rows.Length - 1, LongestHistory), next = rows[known] + 1;
        int[] session = Array.ConvertAll(rows[..known].ToArray(), row => row + 1);
        RecommendedList list = maker.After(session);
        string end = list.Items.Contains(next) ? "." : ", which is not among the first ten.";
        return (
            $"After {string.Join(", ", session.Select(names.NameOf))} came {names.NameOf(next)}{end}",
            ["place", "from the session", "new"],
            list.Items.Select((item, i) =>
            {
                string cell = item == next ? $"✓ {names.NameOf(item)}" : names.NameOf(item), place = Numbers.Count(i + 1);
                return (IReadOnlyList<string>)(session.Contains(item) ? [place, cell, string.Empty] : [place, string.Empty, cell]);
            }));
    }
}
