using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data;

/// <summary>
/// A data set as a folder: <c>train.sessions.txt</c>, <c>test.sessions.txt</c> and, where there is one, <c>valid.sessions.txt</c> (a
/// sequence a line, item ids 1 .. V separated by spaces, oldest first, lines in time order); <c>items.txt</c>, where there is one (line
/// i: the catalog's own id of item i); each plain or as <c>.gz</c>; and <c>dataset.json</c> with <c>name</c>, <c>minPrefix</c> and, if
/// known, <c>items</c>. V is <c>items</c>, else the number of lines of items.txt, else the largest id of all sequence files.
/// </summary>
public static class DatasetFolder
{
    private const string TrainFile = "train.sessions.txt";
    private const string TestFile = "test.sessions.txt";
    private const string ValidFile = "valid.sessions.txt";
    private const string SayItems = "put it there, or say in dataset.json how many items there are, as its ids cannot be counted";

    /// <summary>Reads a whole data set. Sequences shorter than minPrefix + 1 items are left out and counted.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFormatException">Something is missing, unreadable or wrong.</exception>
    public static Dataset Read(string folder) => Read(folder, withTest: true);

    /// <summary>
    /// As <see cref="Read(string)"/>, but <see cref="Dataset.Test"/> is empty. The test file is never opened, unless nothing else says V:
    /// then its ids count, so that V is the same here and there.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFormatException">Something that is read is missing, unreadable or wrong.</exception>
    public static Dataset ReadTraining(string folder) => Read(folder, withTest: false);

    /// <summary>The files of a data set that are there.</summary>
    /// <param name="folder">The folder; it need not be a data set.</param>
    public static IReadOnlyList<string> Files(string folder) =>
    [
        .. from name in (string[])[DatasetDescription.FileName, TrainFile, TestFile, ValidFile, ItemIdFile.FileName]
           from file in (string[])[Path.Combine(folder, name), Path.Combine(folder, $"{name}.gz")]
           where File.Exists(file)
           select file,
    ];

    /// <summary>
    /// Writes a data set, each file whole or not at all and dataset.json last. Files of an older data set in the folder are replaced or
    /// removed.
    /// </summary>
    /// <param name="dataset">What to write.</param>
    /// <param name="folder">Where; created if need be.</param>
    /// <param name="gzip">Whether to pack everything but dataset.json.</param>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static void Write(Dataset dataset, string folder, bool gzip = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(folder, e);
        }

        WriteSequences(TrainFile, dataset.Train);
        WriteSequences(TestFile, dataset.Test);
        WriteSequences(ValidFile, dataset.Valid);
        if (dataset.ItemIds is string[] ids) DataFile.Write(folder, ItemIdFile.FileName, gzip, stream => ItemIdFile.Write(ids, stream));
        else DataFile.Delete(folder, ItemIdFile.FileName);
        var description = new DatasetDescription(dataset.Name, dataset.MinPrefix, dataset.Items);
        AtomicFile.Write(Path.Combine(folder, DatasetDescription.FileName), description.Write);

        void WriteSequences(string name, Sequences? sequences)
        {
            if (sequences is null) DataFile.Delete(folder, name);
            else DataFile.Write(folder, name, gzip, stream => SequenceFile.Write(sequences, stream));
        }
    }

    private static Dataset Read(string folder, bool withTest)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new DataFormatException(
                folder,
                null,
                File.Exists(folder) ? "this is a file" : "there is no such folder",
                "a data set is a folder with dataset.json and sequence files; odrec prepare makes one of a log of events");
        }

        DatasetDescription description = DatasetDescription.Read(folder);
        int minPrefix = description.MinPrefix;
        string[]? ids = ReadItemIds(folder, description);
        CatalogSize size = (description.Items, ids) switch
        {
            (int items, _) => CatalogSize.Declared(items),
            (null, not null) => CatalogSize.Listed(ids.Length),
            _ => CatalogSize.Unknown,
        };

        bool isCounted = size == CatalogSize.Unknown;
        SequenceFile train = SequenceFile.Read(DataFile.Require(folder, TrainFile), minPrefix, size);
        SequenceFile? test = withTest ? SequenceFile.Read(DataFile.Require(folder, TestFile), minPrefix, size)
            : isCounted ? SequenceFile.Read(DataFile.Require(folder, TestFile, SayItems), minPrefix, size)
            : null;
        SequenceFile? valid = DataFile.Find(folder, ValidFile) is string path ? SequenceFile.Read(path, minPrefix, size) : null;
        int largest = Math.Max(train.LargestId, Math.Max(test?.LargestId ?? 0, valid?.LargestId ?? 0));
        return new Dataset(
            description.Name,
            isCounted ? largest : size.Limit,
            minPrefix,
            train.Sequences,
            withTest ? test!.Sequences : Sequences.Empty,
            valid?.Sequences,
            ids,
            new SkippedSequences(train.Skipped, withTest ? test!.Skipped : 0, valid?.Skipped ?? 0))
        {
            Folder = folder,
        };
    }

    private static string[]? ReadItemIds(string folder, DatasetDescription description)
    {
        if (DataFile.Find(folder, ItemIdFile.FileName) is not string path) return null;
        string[] ids = ItemIdFile.Read(path);
        if (description.Items is int items && ids.Length != items)
        {
            throw new DataFormatException(
                path, null, $"has {ids.Length} lines but dataset.json says {items} items", "correct the one that is wrong");
        }

        return ids;
    }
}
