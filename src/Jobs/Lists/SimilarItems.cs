using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>
/// The items that a model holds to be the most like one: those with the largest cosine of rows from the mean row (docs/method.md §1.9).
/// </summary>
/// <param name="Item">The item, 1..V.</param>
/// <param name="Items">The others, the most alike first, equal ones by lower number.</param>
/// <param name="Scores">Their cosines, −1..1; 0 where a row is the mean row.</param>
/// <param name="CatalogIds">The catalog's own ids, or null.</param>
public sealed record SimilarItems(int Item, int[] Items, double[] Scores, CatalogIds? CatalogIds)
{
    /// <summary>The catalog's own ids of the others, or null.</summary>
    public string[]? Ids => CatalogIds is null ? null : Array.ConvertAll(Items, CatalogIds.IdOf);

    /// <summary>Compares an item with all others, by the whole table out of the file's numbers.</summary>
    /// <param name="file">The model.</param>
    /// <param name="item">The item, 1..V.</param>
    /// <param name="top">K: how many are listed.</param>
    /// <exception cref="InputException">The item's row is the mean row.</exception>
    public static SimilarItems To(ModelFile file, int item, int top)
    {
        using var table = new TableRebuild(file);
        table.Run();
        double[] cosines = Cosines(table.Table, item - 1);
        if (cosines[item - 1] == 0)
            throw new InputException($"Item {item} is as average as can be in this model and like no other; ask for another item.");
        int[] others =
        [
            .. Enumerable.Range(1, cosines.Length)
                .Where(other => other != item)
                .OrderByDescending(other => cosines[other - 1])
                .Take(top),
        ];
        return new SimilarItems(item, others, Array.ConvertAll(others, other => cosines[other - 1]), file.Ids);
    }

    /// <summary>
    /// <c>{"item": …, "id": …, "items": […], "scores": […], "ids": […]}</c>, ids where the model has them.
    /// </summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["item"] = Item };
        if (CatalogIds is not null) json["id"] = CatalogIds.IdOf(Item);
        json["items"] = new JsonArray([.. Items.Select(item => (JsonNode)item)]);
        json["scores"] = new JsonArray([.. Scores.Select(score => (JsonNode)score)]);
        if (Ids is not null) json["ids"] = new JsonArray([.. Ids.Select(id => (JsonNode)id)]);
        return json;
    }

    // cos(E[row] − m, E[v] − m) of all rows v, m the mean row, in double: equal rows get exactly 1.
    private static double[] Cosines(Tensor table, int row)
    {
        double[] cosines = new double[table.Rows], mean = new double[table.Columns];
        for (int v = 0; v < table.Rows; v++)
            for (int j = 0; j < mean.Length; j++) mean[j] += table.Row(v)[j];
        for (int j = 0; j < mean.Length; j++) mean[j] /= table.Rows;
        double[] x = From(mean, table.Row(row));
        for (int v = 0; v < cosines.Length; v++)
        {
            double[] y = From(mean, table.Row(v));
            double squares = Dot(x, x) * Dot(y, y);
            if (squares > 0) cosines[v] = Math.Clamp(Dot(x, y) / Math.Sqrt(squares), -1, 1);
        }

        return cosines;
    }

    private static double[] From(double[] mean, ReadOnlySpan<float> row)
    {
        double[] difference = new double[mean.Length];
        for (int j = 0; j < difference.Length; j++) difference[j] = row[j] - mean[j];
        return difference;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++) sum += x[j] * y[j];
        return sum;
    }
}
