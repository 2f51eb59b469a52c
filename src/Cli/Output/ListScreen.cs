using System.Globalization;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Lists;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>A list of items as a table.</summary>
internal static class ListScreen
{
    public static Table Table(RecommendedList list) => Table(list.Items, list.Scores, list.Ids, "score", [.. Why(list)]);

    public static Table Table(TrialList step) => Table(
        step.List.Items, step.List.Scores, step.List.Ids, "score", [("moved", i => Moved(step.Climbed[i])), .. Why(step.List)]);

    public static Table Table(SimilarItems similar) =>
        Table(similar.Items, Array.ConvertAll(similar.Scores, score => (float)score), similar.Ids, "cosine");

    /// <summary>A list with what the session holds already apart from what is new.</summary>
    /// <param name="list">The list.</param>
    /// <param name="session">The session's items.</param>
    public static Table Apart(RecommendedList list, IReadOnlyCollection<int> session)
    {
        Table table = Tables.New("rank", "from the session", "new", "score");
        for (int i = 0; i < list.Items.Length; i++)
        {
            string item = Tables.Cell(list.Ids?[i] ?? list.Items[i].ToString(CultureInfo.InvariantCulture));
            bool held = session.Contains(list.Items[i]);
            table.AddRow(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                held ? item : string.Empty,
                held ? string.Empty : item,
                list.Scores[i].ToString("F4", CultureInfo.InvariantCulture));
        }

        return table;
    }

    /// <summary>How many places up or down, or that it was not there.</summary>
    public static string Moved(int? climbed) => climbed switch
    {
        null => "new",
        0 => "=",
        _ => climbed.Value.ToString("+0;-0", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<(string Head, Func<int, string> Cell)> Why(RecommendedList list)
    {
        if (list.Why is not { } why) yield break;
        yield return ("copied, %", i => Tables.Percent(why[i].Copied));
        yield return (
            "of it from how far back", i => string.Join(", ", why[i].Positions.Select(one => $"{one.Back}: {Tables.Percent(one.Share)}")));
    }

    private static Table Table(
        int[] items, float[] scores, string[]? ids, string score, params ReadOnlySpan<(string Head, Func<int, string> Cell)> more)
    {
        Table table = Tables.New("rank", "item", score);
        if (ids is not null) table.AddColumn(new TableColumn("id").RightAligned());
        foreach ((string head, _) in more) table.AddColumn(new TableColumn(head).RightAligned());
        for (int i = 0; i < items.Length; i++)
        {
            List<string> row =
            [
                (i + 1).ToString(CultureInfo.InvariantCulture),
                items[i].ToString(CultureInfo.InvariantCulture),
                scores[i].ToString("F4", CultureInfo.InvariantCulture),
            ];
            if (ids is not null) row.Add(Tables.Cell(ids[i]));
            foreach ((_, Func<int, string> cell) in more) row.Add(cell(i));
            table.AddRow([.. row]);
        }

        return table;
    }
}
