namespace OnDeviceRec.Jobs.Experiments;

/// <summary>
/// A table of docs/results: what makes its rows. A new one is a class of its own, listed in <see cref="Registry"/>.
/// </summary>
public interface IExperiment
{
    /// <summary>What it is called: a word in lower case.</summary>
    string Name { get; }

    /// <summary>What it finds out, in one sentence.</summary>
    string Description { get; }

    /// <summary>Whether it is about a model file; otherwise it takes none.</summary>
    bool NeedsModel { get; }

    /// <summary>Whether it compares variations of a job, with several seeds; otherwise it takes neither.</summary>
    bool TakesJob { get; }

    /// <summary>The heads of the table's columns, the first one for the row's name.</summary>
    IReadOnlyList<string> Heads { get; }

    /// <summary>Makes the rows, each by <see cref="ExperimentRun.Row"/>, in the order of the table.</summary>
    /// <param name="run">What to work on and where the rows go.</param>
    void Run(ExperimentRun run);
}
