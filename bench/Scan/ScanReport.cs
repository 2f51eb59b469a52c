using System.Text.Json.Nodes;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Scan;

/// <summary>
/// <c>bench -- scan</c>: the 20 best of a catalog of 64-bit codes, on one thread, without the encoder: the list alone, in whole steps
/// first, beside the list with every score computed, and beside reading the codes once.
/// </summary>
internal static class ScanReport
{
    private const int Rounds = 25, Top = 20, Lists = 32, Bits = 64, ItemsOfHistory = 10;

    private static readonly int[] Catalogs = [10_000, 40_727, 100_000, 1_000_000, 10_000_000];

    public static ReportPage Run(ReportOptions options)
    {
        WorkerPool.Threads = 1;
        var table = new MarkdownTable(["items", "head", "all scores, µs", "list alone, µs", "times", "codes read once, µs"]);
        var json = new JsonArray();
        foreach (int items in Catalogs)
        {
            foreach (HeadKind head in (HeadKind[])[HeadKind.Copy, HeadKind.Catalog])
            {
                Console.Error.WriteLine($"{items} items, {head}");
                IReadOnlyDictionary<string, double> medians = Measure(items, head, options.Rounds ?? Rounds);
                double all = medians["all"] * 1e6, alone = medians["list"] * 1e6, read = medians["read"] * 1e6;
                table.Add([
                    $"{items:N0}", head.ToString(), Format.Of(all), Format.Of(alone), Format.Of(all / alone), Format.Of(read)]);
                json.Add(new JsonObject
                {
                    ["items"] = items,
                    ["head"] = head.ToString(),
                    ["allMicroseconds"] = all,
                    ["listMicroseconds"] = alone,
                    ["readMicroseconds"] = read,
                });
            }
        }

        string text = $"Random codes of {Bits} bits, the {Top} best, {Lists} histories of {ItemsOfHistory} items that are encoded already; "
            + "medians of rounds in which all are measured in turn.\n\n" + table;
        return new ReportPage("scan", "The best of a catalog of codes", text, json);
    }

    private static IReadOnlyDictionary<string, double> Measure(int items, HeadKind head, int rounds)
    {
        var model = DeviceModel.Load(BenchmarkModels.Random(
            new ModelConfiguration
            {
                Items = items,
                Head = head,
                Encoder = new EncoderSizes().OfWidth(64) with { Readout = ReadoutKind.Last },
                Table = new BinaryCodesShape(Bits),
            },
            seed: 1));
        var random = new Random(1);
        var histories = new History[Lists];
        foreach (ref History history in histories.AsSpan())
        {
            history = new History(model);
            for (int i = 0; i < ItemsOfHistory; i++) history.Append(1 + random.Next(items));
        }

        int[] list = new int[Top];
        float[] scores = new float[Top];
        ulong[] codes = new ulong[items * Bits / 64];
        ulong sum = 0;
        int all = 0, alone = 0;
        var turns = new InTurn();
        turns.AddWarm("all", () => model.Recommend(histories[all++ % Lists], list, scores), Lists);
        turns.AddWarm("list", () => model.Recommend(histories[alone++ % Lists], list), Lists);
        turns.AddWarm("read", () => sum += Read(codes), Lists);
        IReadOnlyDictionary<string, double> medians = turns.Medians(rounds);
        return sum == 0 ? medians : throw new InvalidOperationException("What was read is not what was written.");
    }

    private static ulong Read(ulong[] codes)
    {
        System.Numerics.Vector<ulong> sum = default;
        for (int i = 0; i <= codes.Length - System.Numerics.Vector<ulong>.Count; i += System.Numerics.Vector<ulong>.Count)
            sum |= new System.Numerics.Vector<ulong>(codes, i);
        return System.Numerics.Vector.Sum(sum);
    }
}
