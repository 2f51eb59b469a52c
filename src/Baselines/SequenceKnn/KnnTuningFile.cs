using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>
/// The settings that were tuned on a data set, in its folder. The file only saves time: one that is of other data, is none of ours, cannot
/// be read or cannot be written means that tuning is done anew, and is never an error.
/// </summary>
internal sealed class KnnTuningFile
{
    /// <summary>What the file is called.</summary>
    public const string Name = "knn-tuning.json";

    /// <summary>Which tuning this is: raised with every change by which it may choose otherwise.</summary>
    public const int Version = 1;

    // Two choices take one kilobyte.
    private const int MaxBytes = 1 << 16;

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string path;
    private readonly double validationShare;
    private readonly IProgress<WorkProgress> progress;
    private readonly Lazy<string> data;
    private readonly Lazy<List<Choice>> choices;
    private bool saidUse, saidProblem;

    /// <summary>The file of a data set; nothing is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="validationShare">The share of train sequences held out.</param>
    /// <param name="progress">Hears once that settings come from the file, and once what is wrong with it.</param>
    public KnnTuningFile(string folder, Dataset dataset, double validationShare, IProgress<WorkProgress> progress)
    {
        path = Path.Combine(folder, Name);
        (this.validationShare, this.progress) = (validationShare, progress);
        data = new Lazy<string>(() => HashOf(dataset));
        choices = new Lazy<List<Choice>>(Read);
    }

    /// <summary>What was chosen before from the same start, or null.</summary>
    /// <param name="of">What was tuned.</param>
    /// <param name="start">The settings that tuning began with.</param>
    /// <param name="isPossible">Whether such settings can come out.</param>
    public KnnOptions? Find(string of, KnnOptions start, Predicate<KnnOptions> isPossible)
    {
        Choice? found = choices.Value.Find(choice => choice.Of == of && choice.Start == start && isPossible(choice.Chosen));
        if (found is null) return null;
        if (!saidUse) progress.Note($"kNN was tuned before: the settings are those of {path}.");
        saidUse = true;
        return found.Chosen;
    }

    /// <summary>Keeps what was chosen, if that is possible.</summary>
    /// <param name="of">What was tuned.</param>
    /// <param name="start">The settings that tuning began with.</param>
    /// <param name="chosen">What came out.</param>
    public void Keep(string of, KnnOptions start, KnnOptions chosen)
    {
        List<Choice> all = choices.Value;
        all.RemoveAll(choice => choice.Of == of);
        all.Add(new Choice(of, start, chosen));
        try
        {
            AtomicFile.Write(
                path, stream => JsonSerializer.Serialize(stream, new Contents(Version, data.Value, validationShare, all), Layout));
        }
        catch (OutputException error)
        {
            Say($"{error.Message} The tuning of kNN is not kept.");
        }
    }

    private List<Choice> Read()
    {
        try
        {
            if (!File.Exists(path)) return [];
            if (new FileInfo(path).Length > MaxBytes) throw new JsonException();
            Contents contents = JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(path), Layout) ?? throw new JsonException();
            if (contents.Version != Version || contents.ValidationShare != validationShare || contents.Data != data.Value) return [];
            return contents.Choices.Contains(null!) ? throw new JsonException() : [.. contents.Choices];
        }
        catch (JsonException)
        {
            Say($"{path}: this is no tuning of kNN; it is tuned anew.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say($"{path}: cannot be read; kNN is tuned anew.");
        }

        return [];
    }

    private void Say(string problem)
    {
        if (!saidProblem) progress.Note(problem);
        saidProblem = true;
    }

    // All that tuning reads: V, minPrefix, and the sequences with their ends.
    private static string HashOf(Dataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append([dataset.Items, dataset.MinPrefix]);
        foreach (Sequences sequences in (Sequences[])[dataset.Train, dataset.Valid ?? Sequences.Empty])
        {
            int[] lengths = new int[sequences.Count + 1];
            lengths[0] = sequences.Count;
            for (int s = 0; s < sequences.Count; s++) lengths[s + 1] = sequences[s].Length;
            Append(lengths);
            Append(sequences.Items.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(ReadOnlySpan<int> numbers) => hash.AppendData(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>The file.</summary>
    private sealed record Contents(int Version, string Data, double ValidationShare, IReadOnlyList<Choice> Choices);

    /// <summary>One tuning.</summary>
    private sealed record Choice(string Of, KnnOptions Start, KnnOptions Chosen);
}
