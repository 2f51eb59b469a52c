using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Whatever happens to a packed file's bytes they are refused: see <see cref="HostileFile"/>.</summary>
public sealed class PackedFileMutationTests
{
    private const int Mutations = 20_000;

    private readonly byte[] packed = PackedFileTests.Packed;

    [Fact]
    public void Every_truncation_and_every_byte_more_is_refused()
    {
        for (int length = 0; length < packed.Length; length++)
        {
            byte[] bytes = packed[..length];
            Assert.NotNull(HostileFile.Refusal(bytes, PackedFileTests.MemoryFactor));
            if (length < 16) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (ulong)length);
            Assert.NotNull(HostileFile.Refusal(bytes, PackedFileTests.MemoryFactor));
        }

        byte[] longer = [.. packed, 0];
        BinaryPrimitives.WriteUInt64LittleEndian(longer.AsSpan(8), (ulong)longer.Length);
        Assert.NotNull(HostileFile.Refusal(longer, PackedFileTests.MemoryFactor));
    }

    [Fact]
    public void Every_changed_byte_is_refused()
    {
        for (int at = 0; at < packed.Length; at++)
        {
            foreach (byte change in (byte[])[1, 0x80, 0xFF])
            {
                byte[] bytes = [.. packed];
                bytes[at] ^= change;
                Assert.NotNull(HostileFile.Refusal(bytes, PackedFileTests.MemoryFactor));
            }
        }
    }

    [Fact]
    public void Whatever_happens_to_the_bytes_they_are_refused()
    {
        var random = new Random(1);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = Damage.Of(packed, random);
            if (!bytes.AsSpan().SequenceEqual(packed)) Assert.NotNull(HostileFile.Refusal(bytes, PackedFileTests.MemoryFactor));
        }
    }
}
