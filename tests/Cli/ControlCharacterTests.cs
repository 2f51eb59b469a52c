using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests;

/// <summary>
/// Names that would move the cursor, end a line or pass for markup are shown as they are, with their control characters written out; also
/// those of a model file that was made elsewhere, where they are possible.
/// </summary>
public sealed class ControlCharacterTests : IAsyncLifetime
{
    private const string Id = "a\e[31m\0\n\u007f[red]<b>", Shown = @"a\u001b[31m\u0000\u000a\u007f[red]<b>";

    private readonly Workplace place = Workplace.Create();

    public async ValueTask InitializeAsync()
    {
        string harmless = string.Concat(Id.Select(c => char.IsControl(c) ? '~' : c));
        await File.WriteAllLinesAsync(
            place["data/items.txt"], [harmless, .. Enumerable.Range(2, Workplace.Items - 1).Select(item => $"i{item}")]);
        (await place.Call("train", "--data", "data", "--out", "m.odr", "--width", "8", "--epochs", "1")).Done();
        byte[] bytes = place.Bytes("m.odr");
        Span<byte> id = bytes.AsSpan(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(harmless)), Id.Length);
        System.Text.Encoding.UTF8.GetBytes(Id, id);
        uint sum = uint.MaxValue;
        foreach (byte one in bytes.AsSpan(20)) sum = BitOperations.Crc32C(sum, one);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), ~sum);
        await File.WriteAllBytesAsync(place["m.odr"], bytes);
    }

    public ValueTask DisposeAsync()
    {
        place.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("recommend --model m.odr --session i2 --top 40")]
    [InlineData("recommend --model m.odr --session i2 --top 40 --why")]
    [InlineData("similar --model m.odr --item i2 --top 40")]
    public async Task An_id_of_a_file_is_written_out(string call)
    {
        Outcome table = (await place.Call(call.Split(' '))).Done();
        Assert.Contains(Shown, table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(table.Output, c => char.IsControl(c) && c != '\n');
        Outcome json = await place.Call([.. call.Split(' '), "--json"]);
        Assert.Contains(Id, json.Json()["ids"]!.AsArray().Select(id => (string)id!));
        Assert.DoesNotContain(json.Output, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task An_id_is_written_out_line_by_line_too()
    {
        using Odrec odrec = place.Talk("recommend", "--model", "m.odr", "--interactive", "--top", "40");
        await odrec.Say(new JsonArray(Id).ToJsonString());
        Assert.StartsWith($"after {Shown}: ", await odrec.Hear(), StringComparison.Ordinal);
        Outcome rest = (await odrec.End()).Done();
        Assert.Contains($" {Shown} ", rest.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', rest.Output);
    }

    [Fact]
    public async Task A_failure_is_one_line_whatever_it_names()
    {
        (await place.Call("recommend", "--model", "m.odr", "--session", "\e[31m\nx")).Refused(1, @"'\u001b[31m\u000ax' is not an id");
        (await place.Call("inspect", "no\e[31m\nmodel.odr")).Refused(1, @"no\u001b[31m\u000amodel.odr");
        (await place.Call("baselines", "--data", "data", "--sp\elit")).Refused(2, @"'--sp\u001blit' is not known here");
    }

    [Fact]
    public async Task A_files_name_is_a_name()
    {
        const string Name = "[red]\e[31mm.odr";
        File.Copy(place["m.odr"], place[Name]);
        Outcome inspected = (await place.Call("inspect", Name)).Done();
        Assert.Contains(@"[red]\u001b[31mm.odr", inspected.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', inspected.Output);
    }

    [Fact]
    public async Task No_file_with_such_an_id_is_written() =>
        (await place.Call("quantize", "m.odr", "--to", "int8", "--out", "x.odr")).Refused(1, "m.odr", "the id of item 1 holds a control");
}
