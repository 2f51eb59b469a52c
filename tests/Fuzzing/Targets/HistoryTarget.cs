using System.Buffers.Binary;
using OnDeviceRec.Device;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A saved history. What is refused leaves the history as it was.</summary>
internal sealed class HistoryTarget(string name, double share) : FuzzTarget(name, share)
{
    private const int Checksum = 8, Checked = 12, Header = 16, Before = 3;

    private readonly Lazy<History> made = new(() => new History(SeedModels.Plain));
    private readonly int[] list = new int[10];
    private readonly float[] scores = new float[10];

    // Restoring takes nothing but what an exception takes.
    public override int Factor => 0;

    public override int Constant => 8 << 10;

    private History History => made.Value;

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
        [.. from count in (int[])[0, 1, 4, 5, 200] select Saved([.. Enumerable.Range(0, count).Select(i => (i * 7 % 60) + 1)])];

    protected override void Stage(byte[] bytes)
    {
        History.Clear();
        History.Append(Before);
    }

    protected override object Read(byte[] bytes)
    {
        try
        {
            History.Restore(bytes);
        }
        catch (HistoryFormatException) when (History.Count != 1)
        {
            throw new BrokenPromiseException("A refused history took the place of the one that was there.");
        }

        return History;
    }

    protected override void Use(object read)
    {
        if (History.Count > 0) SeedModels.Plain.Recommend(History, list, scores);
        History.Append(1);
        SeedModels.Plain.Recommend(History, list, scores);
    }

    protected override bool IsDocumented(Exception exception) => exception is HistoryFormatException;

    protected override byte[] Damaged(byte[] seed, Random random) => Damage.Of(seed, random, head: 24);

    protected override byte[] Repaired(byte[] bytes)
    {
        if (bytes.Length < Header) return bytes;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Checked), (bytes.Length - Header) / sizeof(int));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Checksum), Crc32C.Of(bytes.AsSpan(Checked)));
        return bytes;
    }

    // As docs/format.md has it; a history itself holds no more items than its model.
    private byte[] Saved(int[] items)
    {
        byte[] bytes = new byte[Header + (items.Length * sizeof(int))];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x4F445248);
        bytes[4] = 1;
        for (int i = 0; i < items.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Header + (i * sizeof(int))), items[i]);
        return Repaired(bytes);
    }
}
