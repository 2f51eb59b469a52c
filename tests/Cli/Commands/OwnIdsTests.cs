using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

/// <summary>Catalogs with ids of their own: items.txt beside the sequences, then files and lists that speak them.</summary>
public class OwnIdsTests
{
    [Fact]
    public async Task Texts_go_from_the_data_set_into_every_file_and_list()
    {
        using var place = Workplace.Create();
        string[] ids = [.. Enumerable.Range(1, Workplace.Items).Select(item => $"[sku]-{item * 7 % Workplace.Items}é")];
        await Write(place, ids);
        (await place.Call("train", "--data", "data", "--out", "teacher.odr", "--width", "8", "--epochs", "1")).Done();
        (await place.Call(
            "distill", "--data", "data", "--teacher", "teacher.odr", "--out", "student.odr", "--epochs", "1", "--compression", "2")).Done();
        (await place.Call("quantize", "student.odr", "--to", "int8", "--out", "small.odr")).Done();
        foreach (string model in (string[])["teacher.odr", "student.odr", "small.odr"])
        {
            Assert.Equal("texts", (string)(await place.Call("inspect", model, "--json")).Json()["ids"]!);
            JsonObject json = (await place.Call(
                "recommend", "--model", model, "--session", $"{ids[11]}, {ids[4]}", "--top", "5", "--exclude-seen", "--json")).Json();
            int[] items = [.. json["items"]!.AsArray().Select(item => (int)item!)];
            Assert.Equal(5, items.Length);
            Assert.DoesNotContain(12, items);
            Assert.Equal(items.Select(item => ids[item - 1]), json["ids"]!.AsArray().Select(id => (string)id!));
        }

        Outcome table = (await place.Call("recommend", "--model", "student.odr", "--session", ids[0], "--top", "40")).Done();
        Assert.All(ids, id => Assert.Contains(id, table.Output, StringComparison.Ordinal));
        Assert.Matches("catalog's own ids +texts", (await place.Call("inspect", "student.odr")).Done().Output);
        foreach (string unknown in (string[])["12", "[sku]-99é", "[SKU]-1é", "\uFFFD"])
        {
            string[] call = ["recommend", "--model", "student.odr", "--session", $"{ids[3]} {unknown}", "--json"];
            (await place.Call([.. call, "--strict"])).Refused(1, "--session", $"'{unknown}' is not an id of this model's catalog");
            Assert.Equal(unknown, (string)Assert.Single((await place.Call(call)).Json()["unknown"]!.AsArray())!);
        }

        await File.WriteAllLinesAsync(place["sold-out.txt"], ids[..37], TestContext.Current.CancellationToken);
        JsonObject rest = (await place.Call(
            "recommend", "--model", "student.odr", "--session", ids[0], "--exclude", "sold-out.txt", "--json")).Json();
        Assert.Equal(ids[37..].Order(), rest["ids"]!.AsArray().Select(id => (string)id!).Order());
        JsonObject one = (await place.Call(
            "recommend", "--model", "student.odr", "--session", ids[0], "--allow", ids[21], "--json")).Json();
        Assert.Equal(ids[21], (string)Assert.Single(one["ids"]!.AsArray())!);
    }

    [Fact]
    public async Task Numbers_are_spoken_as_numbers()
    {
        using var place = Workplace.Create();
        string[] ids = [.. Enumerable.Range(1, Workplace.Items).Select(item => $"{(item * 1_000_000_007L) - 20_000_000_000}")];
        await Write(place, ids);
        (await place.Call("train", "--data", "data", "--out", "teacher.odr", "--width", "8", "--epochs", "1")).Done();
        Assert.Equal("numbers", (string)(await place.Call("inspect", "teacher.odr", "--json")).Json()["ids"]!);
        JsonObject json = (await place.Call(
            "recommend", "--model", "teacher.odr", "--session", $"{ids[11]} {ids[4]}", "--top", "40", "--json")).Json();
        Assert.Equal(json["items"]!.AsArray().Select(item => ids[(int)item! - 1]), json["ids"]!.AsArray().Select(id => (string)id!));
        foreach (string unknown in (string[])["12", "x", "99999999999999999999"])
            (await place.Call("recommend", "--model", "teacher.odr", "--session", unknown)).Refused(1, $"'{unknown}' is not an id");
    }

    private static Task Write(Workplace place, string[] ids) =>
        File.WriteAllLinesAsync(place["data/items.txt"], ids, TestContext.Current.CancellationToken);
}
