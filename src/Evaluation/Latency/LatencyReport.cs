using System.Text.Json.Nodes;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>
/// What one more item and the list after it take on one core of this machine, and what else would have taken. Times are microseconds
/// unless they say otherwise; between two runs of the same thing the caches have been swept by other work, but where it says warm.
/// </summary>
public sealed record LatencyReport
{
    /// <summary>The model's sizes.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>Bytes of its file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Items in the history before the one that is appended.</summary>
    public required int History { get; init; }

    /// <summary>How often each time was taken.</summary>
    public required int Rounds { get; init; }

    /// <summary>Append and list, window not full: the median.</summary>
    public required double P50Micros { get; init; }

    /// <summary>Of the same runs, what 99 of 100 do not exceed.</summary>
    public required double P99Micros { get; init; }

    /// <summary>The same at once after another recommendation: the median, warm.</summary>
    public required double WarmP50Micros { get; init; }

    /// <summary>Append, and the list without its scores: the median.</summary>
    public required double ListAloneP50Micros { get; init; }

    /// <summary>The same, warm.</summary>
    public required double ListAloneWarmP50Micros { get; init; }

    /// <summary>Append to a window of T_max items, all of which move and are encoded anew, and list: the median.</summary>
    public required double FullWindowP50Micros { get; init; }

    /// <summary>Bytes that all measured runs of the model, with its window full or not, have taken from the managed heap.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Append and list of the same encoder with the dense fp32 table: the median; null where no file holds such a table.</summary>
    public required double? DenseP50Micros { get; init; }

    /// <summary>The same, warm. A table of some ten megabytes may then come from a cache.</summary>
    public required double? DenseWarmP50Micros { get; init; }

    /// <summary>10^9 bytes of dense table that <see cref="DenseP50Micros"/> reads in a second, its encoder's time counted in.</summary>
    public double? DenseGBps => (double)Configuration.Items * Configuration.Encoder.Width * sizeof(float) / (1e3 * DenseP50Micros);

    /// <summary>10^9 bytes a second that one core reads from memory, and does nothing else.</summary>
    public required double MemoryGBps { get; init; }

    /// <summary>Rebuilding the table from the cores, then as the dense one: the median; null where there is none.</summary>
    public required double? RebuildP50Micros { get; init; }

    /// <summary>Milliseconds from opening the file to the first list, the first of this process: the runtime compiles on the way.</summary>
    public required double ColdStartMillis { get; init; }

    /// <summary>The shape of at least this compression that takes the fewest multiply-adds; null where the search has none.</summary>
    public required TableShape? CheapShape { get; init; }

    /// <summary>As <see cref="P50Micros"/>, with the same encoder and that shape.</summary>
    public required double? CheapP50Micros { get; init; }

    /// <summary>How many times smaller the table is than a dense one of its width in fp32.</summary>
    public double TableCompression => TableShapeSearch.Compression(Configuration, Configuration with { Table = DenseShape.Instance });

    /// <summary>The report as one object.</summary>
    public JsonObject ToJson() => new()
    {
        ["p50Micros"] = P50Micros,
        ["p99Micros"] = P99Micros,
        ["warmP50Micros"] = WarmP50Micros,
        ["listAloneP50Micros"] = ListAloneP50Micros,
        ["listAloneWarmP50Micros"] = ListAloneWarmP50Micros,
        ["fullWindowP50Micros"] = FullWindowP50Micros,
        ["allocatedBytes"] = AllocatedBytes,
        ["denseP50Micros"] = DenseP50Micros,
        ["denseWarmP50Micros"] = DenseWarmP50Micros,
        ["denseGBps"] = DenseGBps,
        ["memoryGBps"] = MemoryGBps,
        ["rebuildP50Micros"] = RebuildP50Micros,
        ["coldStartMillis"] = ColdStartMillis,
        ["cheapP50Micros"] = CheapP50Micros,
        ["cheapShape"] = CheapShape?.Text,
        ["shape"] = Configuration.Table.Text,
        ["items"] = Configuration.Items,
        ["width"] = Configuration.Encoder.Width,
        ["tableCompression"] = TableCompression,
        ["fileBytes"] = FileBytes,
        ["history"] = History,
        ["rounds"] = Rounds,
    };
}
