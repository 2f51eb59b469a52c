using OnDeviceRec.Data;

namespace OnDeviceRec.Jobs;

/// <summary>Reads the data set of a job, and says what was left out of it.</summary>
public static class DatasetReading
{
    /// <summary>A data set with its test sequences.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Hears what was left out.</param>
    /// <exception cref="DataFormatException">The folder is no data set.</exception>
    public static Dataset Whole(string folder, IProgress<WorkProgress> progress) => Note(DatasetFolder.Read(folder), progress);

    /// <summary>A data set without its test sequences, which training never sees.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Hears what was left out.</param>
    /// <exception cref="DataFormatException">The folder is no data set.</exception>
    public static Dataset ForTraining(string folder, IProgress<WorkProgress> progress) =>
        Note(DatasetFolder.ReadTraining(folder), progress);

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
