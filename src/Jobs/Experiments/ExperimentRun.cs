using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>One call of an experiment: what it works on, and its rows.</summary>
public sealed class ExperimentRun
{
    private readonly List<ExperimentRow> rows = [];
    private readonly IExperiment experiment;
    private readonly KeptRows? kept;

    /// <summary>A call.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="folder">Where rows are kept, and taken from if they are there; null for nowhere.</param>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    /// <exception cref="CheckpointException">The folder's rows cannot be read.</exception>
    public ExperimentRun(IExperiment experiment, Dataset dataset, string? folder)
    {
        (this.experiment, Dataset, Folder) = (experiment, dataset, folder);
        kept = folder is null ? null : new KeptRows(experiment, folder);
    }

    /// <summary>Makes sure that an experiment does not replace what it reads.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="folder">Where rows are kept.</param>
    /// <param name="inputs">The files that are read.</param>
    /// <exception cref="InputException">It would.</exception>
    public static void RequireApart(IExperiment experiment, string folder, IEnumerable<string> inputs) =>
        OutputFile.RequireApart(KeptRows.FilesOf(folder, experiment), inputs);

    /// <summary>What the experiment is called.</summary>
    public string Name => experiment.Name;

    /// <summary>The data set.</summary>
    public Dataset Dataset { get; }

    /// <summary>The folder for rows and whatever else the experiment makes, or null.</summary>
    public string? Folder { get; }

    /// <summary>The model file; given where the experiment needs one.</summary>
    public string? Model { get; init; }

    /// <summary>The job that variations are made of, where the experiment takes one.</summary>
    public JobOptions Job { get; init; } = Presets.All[0];

    /// <summary>Keys every random number, or those of the first repetition.</summary>
    public ulong Seed { get; init; }

    /// <summary>How often a training is repeated, with seeds one apart.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The command, for the page.</summary>
    public required string Command { get; init; }

    /// <summary>Follows the work.</summary>
    public required IProgress<WorkProgress> Progress { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The rows so far.</summary>
    public IReadOnlyList<ExperimentRow> Rows => rows;

    /// <summary>What is wrong, of the first row that says so, or null.</summary>
    public string? Fault => rows.Find(row => row.Fault is not null)?.Fault;

    /// <summary>Writes the page anew, when what it shows besides its rows is there.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Finish() => kept?.WritePage();

    /// <summary><c>{"experiment": …, "dataset": …, "rows": […], "fault": …}</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["experiment"] = experiment.Name,
        ["dataset"] = Dataset.Name,
        ["rows"] = new JsonArray([.. rows.Select(row => row.Values.DeepClone())]),
        ["fault"] = Fault,
    };

    /// <summary>
    /// Adds the table's next row: the one that is kept, if it was made of the same, or else a new one, kept from then on.
    /// </summary>
    /// <param name="name">Which row it is: the table has one of each name.</param>
    /// <param name="madeOf">Everything that the row depends on.</param>
    /// <param name="make">Makes the row.</param>
    /// <exception cref="OutputException">The row cannot be kept.</exception>
    public ExperimentRow Row(string name, string madeOf, Func<ExperimentRow> make)
    {
        if (kept?.Find(name, madeOf) is { } row)
        {
            Progress.Note($"{name}: this row is in {Folder} already and is not made again.");
        }
        else
        {
            row = make();
            if (row.Cells.Count != experiment.Heads.Count)
            {
                throw new InvalidOperationException(
                    $"{experiment.Name}: a row of {row.Cells.Count} cells in a table of {experiment.Heads.Count} columns.");
            }

            kept?.Add(new KeptRow(name, madeOf, Command, row));
        }

        rows.Add(row);
        return row;
    }
}
