using System.Globalization;
using System.Text;
using System.Text.Json;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>
/// An experiment's rows in a folder: <c>NAME.json</c>, from which an experiment that was stopped goes on, and <c>NAME.md</c>, the page
/// for docs/results. Both are written with every row, so that no finished row is ever lost.
/// </summary>
internal sealed class KeptRows
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        AllowDuplicateProperties = false,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly IExperiment experiment;
    private readonly string path;
    private List<KeptRow> rows;

    /// <summary>Reads the rows that are there.</summary>
    /// <param name="experiment">Whose rows.</param>
    /// <param name="folder">The folder; created if need be.</param>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    /// <exception cref="CheckpointException">Its file is not what this experiment wrote.</exception>
    public KeptRows(IExperiment experiment, string folder)
    {
        OutputFolder.Create(folder);
        this.experiment = experiment;
        path = PathOf(folder, experiment);
        rows = File.Exists(path) ? Read() : [];
    }

    /// <summary>The two files of an experiment.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="experiment">The experiment.</param>
    public static IReadOnlyList<string> FilesOf(string folder, IExperiment experiment) =>
        [PathOf(folder, experiment), PageOf(PathOf(folder, experiment))];

    /// <summary>The row of this name, if it was made of this; otherwise null.</summary>
    public ExperimentRow? Find(string name, string madeOf) => rows.Find(row => row.Name == name && row.MadeOf == madeOf)?.Row;

    /// <summary>
    /// Adds a row, in the place of one of the same name if there is one, to those that are there by now, and writes the files.
    /// </summary>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    /// <exception cref="CheckpointException">The file is by now what this experiment did not write.</exception>
    public void Add(KeptRow row)
    {
        if (File.Exists(path)) rows = Read();
        int at = rows.FindIndex(older => older.Name == row.Name);
        if (at < 0) rows.Add(row);
        else rows[at] = row;
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, rows, Layout));
        WritePage();
    }

    /// <summary>Writes the page: the commands, the table, and every figure <c>NAME-….svg</c> that is there.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void WritePage() =>
        AtomicFile.Write(PageOf(path), stream => stream.Write(Encoding.UTF8.GetBytes(Page())));

    private static string PathOf(string folder, IExperiment experiment) => Path.Combine(folder, experiment.Name + ".json");

    private static string PageOf(string path) => Path.ChangeExtension(path, ".md");

    private List<KeptRow> Read()
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            List<KeptRow> read = JsonSerializer.Deserialize<List<KeptRow>>(stream, Layout) ?? throw new JsonException();
            return read.TrueForAll(IsSound) ? read : throw new JsonException();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            string line = error is JsonException { LineNumber: { } number } ? $", line {number + 1}" : string.Empty;
            throw new CheckpointException(
                path + line, $"this is no table of the experiment {experiment.Name}; remove the file or give another folder.");
        }
    }

    // Values that are no Unicode are found now and not where they are written again.
    private bool IsSound(KeptRow? row) =>
        row?.Row.Cells.Count == experiment.Heads.Count
        && !row.Row.Cells.Contains(null!)
        && row.Row.Values.ToJsonString().Length > 0;

    private string Page()
    {
        var page = new StringBuilder($"# {experiment.Name}\n\n{experiment.Description}\n\n");
        foreach (string command in rows.Select(row => row.Command).Distinct()) page.Append("    ").Append(command).Append('\n');
        page.Append('\n').Append(MarkdownTables.Rows(experiment.Heads, rows.Select(row => row.Row.Cells)));
        foreach (string figure in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{experiment.Name}-*.svg").Order())
        {
            string name = Path.GetFileName(figure);
            page.Append(CultureInfo.InvariantCulture, $"\n![{Path.GetFileNameWithoutExtension(name)}]({name})\n");
        }

        return page.ToString();
    }
}
