using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Lists;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A list of items, one a line, as <c>odrec recommend --exclude</c> reads it.</summary>
internal sealed class ItemListTarget(string name, double share) : TextFileTarget(name, share, "items.txt")
{
    protected override IReadOnlyList<byte[]> MakeSeeds() => ["1\n2\n60\n"u8.ToArray(), "7\r\n\r\n 8 \r12345\n"u8.ToArray()];

    protected override object Read(byte[] bytes) =>
        new ItemListReader(new ItemNames(SeedModels.Plain), strict: false, _ => { }).Read("--exclude", FilePath);

    protected override bool IsDocumented(Exception exception) => exception is InputException;
}
