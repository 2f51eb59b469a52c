using OnDeviceRec.Data;

namespace OnDeviceRec.Jobs;

/// <summary>Reads the data set of a job, and says what was left out of it.</summary>
public static class DatasetReading
{
    /// <summary>A data set with its test sequences.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Hears what was left out.</param>
    /// <param name="cancellation">Ends the waiting for it at once, however large or slow the files are.</param>
    /// <exception cref="DataFormatException">The folder is no data set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Dataset Whole(string folder, IProgress<WorkProgress> progress, CancellationToken cancellation = default) =>
        Read(() => DatasetFolder.Read(folder), progress, cancellation);

    /// <summary>A data set without its test sequences, which training never sees.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Hears what was left out.</param>
    /// <param name="cancellation">Ends the waiting for it at once, however large or slow the files are.</param>
    /// <exception cref="DataFormatException">The folder is no data set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Dataset ForTraining(string folder, IProgress<WorkProgress> progress, CancellationToken cancellation = default) =>
        Read(() => DatasetFolder.ReadTraining(folder), progress, cancellation);

    // A pipe or a far disk does not give up a read by itself.
    private static Dataset Read(Func<Dataset> read, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return Note(Task.Run(read, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult(), progress);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped while the data set was read; nothing was changed.", e, cancellation);
        }
    }

    private static Dataset Note(Dataset dataset, IProgress<WorkProgress> progress)
    {
        SkippedSequences skipped = dataset.Skipped;
        if (skipped.Train + skipped.Test + skipped.Valid > 0)
        {
            progress.Note(
                $"Skipped sequences shorter than {dataset.MinPrefix + 1} items: {skipped.Train} in train, {skipped.Test} in test, "
                + $"{skipped.Valid} in valid.");
        }

        int unseen = new Popularity(dataset.Train, dataset.Items).Counts.Count(0);
        if (2L * unseen > dataset.Items)
        {
            progress.Note(
                $"{unseen} of the {dataset.Items} items of {dataset.Name} are in no train sequence: nothing can be learned of them. Check "
                + "that its items are those of its sequences.");
        }

        return dataset;
    }
}
