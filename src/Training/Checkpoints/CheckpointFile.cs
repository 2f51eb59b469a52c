using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Checkpoints;

/// <summary>
/// Where a run's state is kept. Saving writes a temporary file, flushes and renames it, and keeps the previous
/// checkpoint beside it; loading verifies a SHA-256 and falls back to the previous one.
/// </summary>
/// <remarks>
/// Little-endian: magic, version, run description, counters, finished epochs, then every tensor's values, then the
/// SHA-256 of all that. The SHA-256 tells accidents and not intentions: whatever a file says is checked before it is believed.
/// </remarks>
public sealed class CheckpointFile
{
    private const uint Magic = 0x4352444F; // "ODRC"
    private const int Version = 3;
    private const int MaxEpochs = 1 << 20;
    private const int NumbersAtOnce = 1 << 16;

    // Loss, seconds and three metrics, the terms, and whether it was validated.
    private static readonly long EpochBytes = ((5 + LossTerms.Names.Count) * sizeof(double)) + 1;

    private readonly string path;
    private readonly RunDescription run;
    private bool passedOver;

    /// <summary>The checkpoint of a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">Describes the run: data, sizes and settings; a checkpoint of another description is refused.</param>
    public CheckpointFile(string path, RunDescription run) => (this.path, this.run) = (path, run);

    /// <summary>Hears, in one line, that a damaged checkpoint is passed over for the previous one.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>The file, and the one of the previous checkpoint.</summary>
    public IReadOnlyList<string> Paths => [path, PreviousPath];

    private string PreviousPath => path + ".previous";

    /// <summary>Whether there is a checkpoint or a previous one.</summary>
    public bool Exists => Paths.Any(File.Exists);

    /// <summary>Removes the checkpoint and the previous one: the run is finished.</summary>
    public void Delete()
    {
        foreach (string file in Paths) File.Delete(file);
    }

    internal void Save(TrainingState state)
    {
        // A damaged checkpoint must not take the place of the previous one, which is all there is until the new one is complete.
        if (!passedOver && File.Exists(path)) File.Move(path, PreviousPath, overwrite: true);
        AtomicFile.Write(path, stream => Write(state, stream));
        passedOver = false;
    }

    /// <summary>Restores the state; false if there is no checkpoint.</summary>
    /// <param name="state">The state; it stays as it was if the checkpoint is refused.</param>
    /// <param name="batches">The most batches that an epoch has.</param>
    /// <exception cref="CheckpointException">The checkpoint is of another run, or no state of this one.</exception>
    internal bool TryLoad(TrainingState state, int batches)
    {
        CheckpointException? damage = null;
        passedOver = false;
        foreach (string candidate in Paths)
        {
            if (!File.Exists(candidate)) continue;
            try
            {
                Read(candidate, state, batches);
                if (damage is not null) Progress?.Note($"{damage.Message} Going on from {candidate}.");
                return true;
            }
            catch (CheckpointException error) when (error.Damaged && candidate == path && File.Exists(PreviousPath))
            {
                damage = error;
                passedOver = true;
            }
        }

        return false;
    }

    /// <summary>That the checkpoint is of a run that has gone on where one of the present settings ends.</summary>
    /// <param name="epochs">The epochs that it has finished.</param>
    /// <param name="end">Those after which the present settings end.</param>
    /// <param name="options">The present settings.</param>
    internal CheckpointException GoesBeyond(int epochs, int end, TrainingOptions options) => new(
        path,
        $"it has {epochs} epochs, and with at most {options.Epochs} of them and a patience of {options.Patience} the run ends after {end}; "
        + "give as many as before or start without --resume.");

    private void Write(TrainingState state, Stream stream)
    {
        using SHA256 hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed, Encoding.UTF8))
        {
            writer.Write(Magic);
            writer.Write(Version);
            run.Write(writer);
            writer.Write(state.Adam.StepCount);
            writer.Write(state.Batch);
            writer.Write(state.LossSum);
            WriteTerms(writer, state.TermSums);
            writer.Write(state.EpochSeconds);
            writer.Write(state.History.Count);
            foreach (EpochRecord epoch in state.History) WriteEpoch(writer, epoch);
            foreach (Tensor tensor in state.Tensors) writer.Write(MemoryMarshal.AsBytes(tensor.Span));
        }

        stream.Write(hash.Hash);
    }

    private void Read(string file, TrainingState state, int batches)
    {
        using FileStream stream = File.OpenRead(file);
        Verify(file, stream);
        using var reader = new CheckpointReader(stream);
        try
        {
            if (reader.ReadUInt32() != Magic || reader.ReadInt32() != Version) throw Refusal($"this is no checkpoint of version {Version}");
            if (run.DifferenceOf(RunDescription.Read(reader)) is { } difference)
            {
                throw new CheckpointException(
                    file, $"it belongs to another run: {difference}; use the same settings or start without --resume.");
            }

            (long step, int batch, double loss, LossTerms terms, double seconds) =
                (reader.ReadInt64(), reader.ReadInt32(), reader.ReadDouble(), ReadTerms(reader), reader.ReadDouble());
            int epochs = reader.ReadInt32();
            if (epochs is < 0 or > MaxEpochs || batch < 0 || batch > batches) throw Refusal("its counters make no sense");
            if (!double.IsFinite(loss) || !IsSound(terms) || !IsDuration(seconds)) throw Refusal("its counters make no sense");
            if (step < (long)epochs + batch || step > ((long)epochs * batches) + batch) throw Refusal("its counters make no sense");
            long tensors = state.Tensors.Sum(tensor => (long)tensor.Length * sizeof(float));
            if (stream.Length - stream.Position != (epochs * EpochBytes) + tensors + SHA256.HashSizeInBytes)
                throw Refusal("its sizes are not this run's");
            var history = new EpochRecord[epochs];
            for (int i = 0; i < epochs; i++) history[i] = ReadEpoch(reader, i);
            if (!Array.TrueForAll(history, IsSound)) throw Refusal("its epochs make no sense");
            long numbers = stream.Position;
            if (!state.Tensors.All(tensor => AreSound(stream, tensor.Length, state.Adam.SecondMoments.Contains(tensor))))
                throw Refusal("it holds numbers that no training has");

            stream.Position = numbers;
            (state.Adam.StepCount, state.Batch, state.LossSum, state.TermSums, state.EpochSeconds) = (step, batch, loss, terms, seconds);
            foreach (EpochRecord epoch in history) state.Add(epoch);
            foreach (Tensor tensor in state.Tensors) stream.ReadExactly(MemoryMarshal.AsBytes(tensor.Span));
        }
        catch (EndOfStreamException)
        {
            throw Refusal("its sizes are not this run's");
        }

        CheckpointException Refusal(string what) => new(file, $"{what}; delete it or start without --resume.");
    }

    private static void Verify(string file, FileStream stream)
    {
        long body = stream.Length - SHA256.HashSizeInBytes;
        if (body < sizeof(uint)) throw Damage($"it is only {stream.Length} bytes long");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long left = body; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) throw Damage("it ends early");
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        byte[] stated = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(stated);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(stated)) throw Damage("it is damaged (its checksum does not match)");
        stream.Position = 0;

        CheckpointException Damage(string what) => new(file, $"{what}; delete it or start without --resume.") { Damaged = true };
    }

    private static void WriteEpoch(BinaryWriter writer, EpochRecord epoch)
    {
        writer.Write(epoch.Loss);
        WriteTerms(writer, epoch.Terms);
        writer.Write(epoch.Seconds);
        writer.Write(epoch.Valid is not null);
        ValidationResult valid = epoch.Valid ?? new ValidationResult(0, 0, 0);
        writer.Write(valid.HitRate20);
        writer.Write(valid.ReciprocalRank20);
        writer.Write(valid.Gain10);
    }

    private static EpochRecord ReadEpoch(BinaryReader reader, int number)
    {
        (double loss, LossTerms terms) = (reader.ReadDouble(), ReadTerms(reader));
        (double seconds, bool validated) = (reader.ReadDouble(), reader.ReadBoolean());
        var valid = new ValidationResult(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        return new EpochRecord(number, loss, seconds, validated ? valid : null) { Terms = terms };
    }

    private static void WriteTerms(BinaryWriter writer, LossTerms terms)
    {
        foreach (double term in terms.Values) writer.Write(term);
    }

    private static LossTerms ReadTerms(BinaryReader reader)
    {
        Span<double> terms = stackalloc double[LossTerms.Names.Count];
        foreach (ref double term in terms) term = reader.ReadDouble();
        return LossTerms.Of(terms);
    }

    private static bool IsSound(LossTerms terms) => terms.Values.All(double.IsFinite);

    private static bool IsDuration(double seconds) => seconds >= 0 && double.IsFinite(seconds);

    private static bool IsSound(EpochRecord epoch) => double.IsFinite(epoch.Loss) && IsSound(epoch.Terms) && IsDuration(epoch.Seconds)
        && (epoch.Valid is not { } valid || IsShare(valid.HitRate20, valid.ReciprocalRank20, valid.Gain10));

    private static bool IsShare(params ReadOnlySpan<double> metrics)
    {
        foreach (double metric in metrics)
            if (!(metric >= 0 && metric <= 1)) return false;
        return true;
    }

    // Whether so many numbers are finite, and none is below 0 if they are squares.
    private static bool AreSound(Stream stream, int count, bool areSquares)
    {
        float[] buffer = new float[Math.Min(count, NumbersAtOnce)];
        for (int left = count; left > 0; left -= buffer.Length)
        {
            Span<float> numbers = buffer.AsSpan(0, Math.Min(left, buffer.Length));
            stream.ReadExactly(MemoryMarshal.AsBytes(numbers));
            foreach (float number in numbers)
                if (!float.IsFinite(number) || (areSquares && number < 0)) return false;
        }

        return true;
    }
}
