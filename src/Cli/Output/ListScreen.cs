using System.Globalization;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Lists;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>A list of items as a table.</summary>
internal static class ListScreen
{
    public static Table Table(RecommendedList list) => Table(list.Items, list.Scores, list.Ids, "score");

    public static Table Table(SimilarItems similar) =>
        Table(similar.Items, Array.ConvertAll(similar.Scores, score => (float)score), similar.Ids, "cosine");

    private static Table Table(int[] items, float[] scores, string[]? ids, string score)
    {
        Table table = ids is null ? Tables.New("rank", "item", score) : Tables.New("rank", "item", score, "id");
        for (int i = 0; i < items.Length; i++)
        {
            List<string> row =
            [
                (i + 1).ToString(CultureInfo.InvariantCulture),
                items[i].ToString(CultureInfo.InvariantCulture),
                scores[i].ToString("F4", CultureInfo.InvariantCulture),
            ];
            if (ids is not null) row.Add(Markup.Escape(ids[i]));
            table.AddRow([.. row]);
        }

        return table;
    }
}
