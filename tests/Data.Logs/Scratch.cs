using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>A folder of a test's own with logs and what is made of them, removed at its end.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Rules that leave nothing out and take the last day for the test.</summary>
    public static PreparationRules All { get; } = new() { MinSupport = 1, Split = SplitRule.LastDays(1) };

    public string Folder { get; } = Directory.CreateTempSubdirectory("odrec-logs-").FullName;

    public string[] Names =>
        [.. Directory.GetFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(Folder, name);

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal)) zip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public Scratch With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public Scratch With(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
        return this;
    }

    /// <summary>Writes what a query gives to a file, as its name says.</summary>
    public Scratch WithQuery(string name, string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone = 'UTC'; COPY ({query}) TO '{this[name]}'";
        command.ExecuteNonQuery();
        return this;
    }

    public PreparedLog Prepare(string log, Func<PreparationOptions, PreparationOptions>? change = null)
    {
        var options = new PreparationOptions([this[log]], this["made"], All) { Threads = 1, Memory = PreparationOptions.LeastMemory };
        return LogPreparation.Run(change?.Invoke(options) ?? options, new Progress<WorkProgress>(), TestContext.Current.CancellationToken);
    }

    public PreparedParts PrepareParts(string parts, Func<PartsOptions, PartsOptions>? change = null)
    {
        var options = new PartsOptions(this[parts], this["made"]) { Threads = 1, Memory = PreparationOptions.LeastMemory };
        return PartsPreparation.Run(
            change?.Invoke(options) ?? options, new Progress<WorkProgress>(), TestContext.Current.CancellationToken);
    }

    /// <summary>The tables are refused in one line with all of the words, and nothing is left.</summary>
    public void RefusesParts(string parts, params string[] words) => Refuses<DataFormatException>(() => PrepareParts(parts), words);

    /// <summary>The log is refused in one line with all of the words, and nothing is left.</summary>
    public Exception Refuses<T>(string log, Func<PreparationOptions, PreparationOptions>? change, params string[] words)
        where T : Exception => Refuses<T>(() => Prepare(log, change), words);

    private T Refuses<T>(Action prepare, string[] words)
        where T : Exception
    {
        string[] before = Names;
        T refusal = Assert.Throws<T>(prepare);
        foreach (string word in words) Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, Names);
        return refusal;
    }

    /// <summary>The data set that was made.</summary>
    public Dataset Made() => DatasetFolder.Read(this["made"]);

    /// <summary>The train sequences in the catalog's own ids, e.g. <c>"7 3 3"</c>.</summary>
    public string[] Train() => OwnIds(Made(), Made().Train);

    /// <summary>The test sequences in the catalog's own ids.</summary>
    public string[] Test() => OwnIds(Made(), Made().Test);

    public static string[] OwnIds(Dataset dataset, Sequences sequences)
    {
        string[] lines = new string[sequences.Count];
        for (int s = 0; s < lines.Length; s++)
            lines[s] = string.Join(' ', sequences[s].ToArray().Select(row => dataset.ItemIds![row]));
        return lines;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
