using System.Buffers.Binary;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>
/// What a model was trained on: the file's optional section. Sequences count from the oldest of the data set's train sequences.
/// </summary>
/// <param name="job">The SHA-256 of the job's settings, 32 bytes.</param>
/// <param name="trained">Train sequences that training saw; those from there on were held out.</param>
/// <param name="sequences">Train sequences of the data set.</param>
public sealed class TrainingRecord(byte[] job, int trained, int sequences)
{
    internal const int HashLength = ModelLayout.TrainingLength - (2 * sizeof(int));

    /// <summary>The SHA-256 of the job's settings, 32 bytes.</summary>
    public ReadOnlySpan<byte> Job => job;

    /// <summary>Train sequences that training saw; those from there on were held out.</summary>
    public int Trained => trained;

    /// <summary>Train sequences of the data set.</summary>
    public int Sequences => sequences;

    internal static TrainingRecord Read(ReadOnlySpan<byte> bytes)
    {
        int trained = BinaryPrimitives.ReadInt32LittleEndian(bytes[HashLength..]);
        int sequences = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HashLength + sizeof(int))..]);
        if (trained < 0 || trained > sequences) throw new ModelFormatException($"Training: {trained} of {sequences} sequences.");
        return new TrainingRecord(bytes[..HashLength].ToArray(), trained, sequences);
    }
}
