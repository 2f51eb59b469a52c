using System.Globalization;
using OnDeviceRec.Jobs;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>A recommended list as a table.</summary>
internal static class ListScreen
{
    public static Table Table(RecommendedList list)
    {
        Table table = list.Ids is null ? Tables.New("rank", "item", "score") : Tables.New("rank", "item", "score", "id");
        for (int i = 0; i < list.Items.Length; i++)
        {
            List<string> row =
            [
                (i + 1).ToString(CultureInfo.InvariantCulture),
                list.Items[i].ToString(CultureInfo.InvariantCulture),
                list.Scores[i].ToString("F4", CultureInfo.InvariantCulture),
            ];
            if (list.Ids is not null) row.Add(Markup.Escape(list.Ids[i]));
            table.AddRow([.. row]);
        }

        return table;
    }
}
