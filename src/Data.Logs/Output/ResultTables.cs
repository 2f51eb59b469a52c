using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Output;

/// <summary>
/// What the SQL text leaves, <c>lines</c>, <c>items</c> and <c>totals</c>, with its <c>settings</c>, and the data set's folder of it.
/// </summary>
/// <param name="database">Where they are.</param>
/// <param name="source">What they were made of, for messages.</param>
/// <param name="fault">What is thrown where they contradict each other, given how.</param>
internal sealed class ResultTables(LogDatabase database, string source, Func<string, Exception> fault)
{
    private readonly Dictionary<int, SequenceCount> parts = [];
    private long items;

    /// <summary>How much there is.</summary>
    /// <exception cref="DataFormatException">There is nothing to train or to test on, or more than a data set may have.</exception>
    public ResultTotals Totals()
    {
        foreach (var row in database.Rows("SELECT CAST(part AS BIGINT), CAST(sequences AS BIGINT), CAST(events AS BIGINT) FROM totals"))
        {
            if (!parts.TryAdd((int)row.GetInt64(0), new SequenceCount(row.GetInt64(1), row.GetInt64(2))))
                throw fault($"totals has part {row.GetInt64(0)} twice");
        }

        items = database.Numbers("SELECT COUNT(*) FROM items")[0];
        if (Of(0).Sequences == 0) throw Nothing("no train sequence", "ask for less support, shorter sequences or a smaller test");
        if (Of(2).Sequences == 0) throw Nothing("no test sequence", "ask for less support, shorter sequences or a larger test");
        if (items > Dataset.MaxItems) throw Nothing($"{items} items, more than {Dataset.MaxItems}", "ask for more support");
        return new ResultTotals((int)items, Of(0), Of(1), Of(2));
    }

    /// <summary>Writes the folder.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Told how far the writing is.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    /// <exception cref="InputException">A file would be larger than a data set's may be.</exception>
    public void Write(string name, string folder, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        long[] settings = database.Numbers("SELECT min_length, max_length, min_prefix FROM settings");
        var files = new LineFiles(database, folder, cancellation);
        double total = parts.Values.Sum(part => (double)part.Events), done = 0;
        foreach ((string file, int part) in ((string, int)[])[("train", 0), ("valid", 1), ("test", 2)])
        {
            if (Of(part).Sequences == 0) continue;
            var check = new LineCheck(file, Of(part), settings[0], settings[1], items, fault);
            files.WriteSequences($"{file}.sessions.txt", part, check, events => progress.Report(new(done + events, total, "events")));
            done += Of(part).Events;
        }

        files.WriteItems();
        var description = new DatasetDescription(name, (int)settings[2], (int)items);
        AtomicFile.Write(Path.Combine(folder, DatasetDescription.FileName), description.Write);
    }

    private SequenceCount Of(int part) => parts.GetValueOrDefault(part);

    private DataFormatException Nothing(string what, string remedy) => new(source, null, $"leaves {what} of what is asked for", remedy);
}
