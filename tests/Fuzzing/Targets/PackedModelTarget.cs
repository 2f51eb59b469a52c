using System.Buffers.Binary;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A packed model file. It has no checksum of its own: that of the whole file is inside.</summary>
internal sealed class PackedModelTarget(string name, double share) : ModelTarget(name, share)
{
    private const int Length = 8;

    // The file, its bytes made whole, and what is learned of codes and groups: docs/format.md has the bounds.
    public override int Factor => 2 + (3 * 16);

    protected override IReadOnlyList<byte[]> MakeSeeds() => SeedModels.Packed();

    protected override byte[] Damaged(byte[] seed, Random random) => Damage.Of(seed, random, head: 64);

    protected override byte[] Repaired(byte[] bytes)
    {
        if (bytes.Length >= 2 * Length) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Length), bytes.Length);
        return bytes;
    }
}
