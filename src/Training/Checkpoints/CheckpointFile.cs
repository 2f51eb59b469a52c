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
/// SHA-256 of all that.
/// </remarks>
public sealed class CheckpointFile
{
    private const uint Magic = 0x4352444F; // "ODRC"
    private const int Version = 1;
    private const int MaxEpochs = 1 << 20;
    private const long EpochBytes = (5 * sizeof(double)) + 1;

    private readonly string path;
    private readonly string run;
    private bool passedOver;

    /// <summary>The checkpoint of a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">Describes the run: data, sizes and settings; a checkpoint of another description is refused.</param>
    public CheckpointFile(string path, string run) => (this.path, this.run) = (path, run);

    /// <summary>Hears, in one line, that a damaged checkpoint is passed over for the previous one.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    private string PreviousPath => path + ".previous";

    /// <summary>Whether there is a checkpoint or a previous one.</summary>
    public bool Exists => File.Exists(path) || File.Exists(PreviousPath);

    /// <summary>Removes the checkpoint and the previous one: the run is finished.</summary>
    public void Delete()
    {
        File.Delete(path);
        File.Delete(PreviousPath);
    }

    internal void Save(TrainingState state)
    {
        // A damaged checkpoint must not take the place of the previous one, which is all there is until the new one is complete.
        if (!passedOver && File.Exists(path)) File.Move(path, PreviousPath, overwrite: true);
        AtomicFile.Write(path, stream => Write(state, stream));
        passedOver = false;
    }

    /// <summary>Restores the state; false if there is no checkpoint.</summary>
    internal bool TryLoad(TrainingState state)
    {
        CheckpointException? damage = null;
        passedOver = false;
        foreach (string candidate in (string[])[path, PreviousPath])
        {
            if (!File.Exists(candidate)) continue;
            try
            {
                Read(candidate, state);
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

    private void Write(TrainingState state, Stream stream)
    {
        using SHA256 hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed, Encoding.UTF8))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(run);
            writer.Write(state.Adam.StepCount);
            writer.Write(state.Batch);
            writer.Write(state.LossSum);
            writer.Write(state.EpochSeconds);
            writer.Write(state.History.Count);
            foreach (EpochRecord epoch in state.History) WriteEpoch(writer, epoch);
            foreach (Tensor tensor in state.Tensors) writer.Write(MemoryMarshal.AsBytes(tensor.Span));
        }

        stream.Write(hash.Hash);
    }

    private void Read(string file, TrainingState state)
    {
        using FileStream stream = File.OpenRead(file);
        Verify(file, stream);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() != Version)
            throw new CheckpointException(file, $"this is no checkpoint of version {Version}; delete it or start without --resume.");
        if (reader.ReadString() is var other && other != run)
        {
            throw new CheckpointException(
                file, $"it belongs to another run ({other}), this one is {run}; use the same settings or start without --resume.");
        }

        long tensors = state.Tensors.Sum(tensor => (long)tensor.Length * sizeof(float));
        (long step, int batch, double loss, double seconds) =
            (reader.ReadInt64(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
        int epochs = reader.ReadInt32();
        if (epochs is < 0 or > MaxEpochs || batch < 0 || step < 0)
            throw new CheckpointException(file, "its counters make no sense; delete it or start without --resume.");
        if (stream.Length - stream.Position != (epochs * EpochBytes) + tensors + SHA256.HashSizeInBytes)
            throw new CheckpointException(file, "its sizes are not this run's; delete it or start without --resume.");
        (state.Adam.StepCount, state.Batch, state.LossSum, state.EpochSeconds) = (step, batch, loss, seconds);
        for (int i = 0; i < epochs; i++) state.Add(ReadEpoch(reader, i));
        foreach (Tensor tensor in state.Tensors) stream.ReadExactly(MemoryMarshal.AsBytes(tensor.Span));
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
        writer.Write(epoch.Seconds);
        writer.Write(epoch.Valid is not null);
        ValidationResult valid = epoch.Valid ?? new ValidationResult(0, 0, 0);
        writer.Write(valid.HitRate20);
        writer.Write(valid.ReciprocalRank20);
        writer.Write(valid.Gain10);
    }

    private static EpochRecord ReadEpoch(BinaryReader reader, int number)
    {
        (double loss, double seconds, bool validated) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean());
        var valid = new ValidationResult(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        return new EpochRecord(number, loss, seconds, validated ? valid : null);
    }
}
