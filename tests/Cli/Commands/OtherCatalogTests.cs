namespace OnDeviceRec.Cli.Tests.Commands;

/// <summary>A model and a data set that count the same items but mean others by them: no verb mixes the two.</summary>
public class OtherCatalogTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, Workplace.Items).Select(item => $"sku{item}")];

    [Theory]
    [InlineData(7, "item 7 is sku7 to the model and new in the data set tiny")]
    [InlineData(40, "item 40 is sku40 to the model and new in the data set tiny")]
    public async Task One_item_was_replaced(int item, string difference)
    {
        using Workplace place = await Trained();
        place.Write("data/items.txt", string.Join('\n', Ids).Replace(Ids[item - 1], "new", StringComparison.Ordinal));
        await Refuse(place, difference);
    }

    [Fact]
    public async Task The_same_items_are_numbered_otherwise()
    {
        using Workplace place = await Trained();
        place.Write("data/items.txt", string.Join('\n', Ids.Reverse()));
        await Refuse(place, "item 1 is sku1 to the model and sku40 in the data set tiny");
    }

    [Fact]
    public async Task The_data_set_has_no_ids()
    {
        using Workplace place = await Trained();
        File.Delete(place["data/items.txt"]);
        await Refuse(place, "the model has the catalog's ids, the data set tiny has none");
    }

    [Fact]
    public async Task The_data_set_counts_others()
    {
        using Workplace place = await Trained();
        place.Write("data/items.txt", string.Join('\n', Ids.Append("sku41")));
        place.Write("data/dataset.json", """{ "name": "tiny", "minPrefix": 1, "items": 41 }""");
        await Refuse(place, "the model knows 40 items, the data set tiny has 41");
    }

    [Fact]
    public async Task A_model_without_ids_goes_by_the_count()
    {
        using Workplace place = await Trained();
        File.Delete(place["data/items.txt"]);
        (await place.Call("train", "--data", "data", "--out", "plain.odr", "--width", "8", "--epochs", "1")).Done();
        place.Write("data/items.txt", string.Join('\n', Ids));
        (await place.Call("evaluate", "--data", "data", "--model", "plain.odr")).Done();
    }

    private static async Task<Workplace> Trained()
    {
        var place = Workplace.Create();
        place.Write("data/items.txt", string.Join('\n', Ids));
        (await place.Call("train", "--data", "data", "--out", "t.odr", "--width", "8", "--epochs", "1")).Done();
        return place;
    }

    private static async Task Refuse(Workplace place, string difference)
    {
        foreach (string[] call in (string[][])[
            ["evaluate", "--model", "t.odr"],
            ["distill", "--teacher", "t.odr", "--out", "s.odr", "--epochs", "1"],
            ["experiment", "agreement", "--model", "t.odr"]])
        {
            (await place.Call([.. call, "--data", "data"])).Refused(1, $"t.odr: {difference}; give the model of this data set.");
        }

        Assert.Empty(place.Named("s.odr"));
    }
}
