using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Lists;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>Sessions, one a line, as <c>odrec recommend --sessions</c> reads them.</summary>
internal sealed class SessionsTarget(string name, double share) : TextFileTarget(name, share, "sessions.jsonl")
{
    private static readonly ItemNames Names = new(SeedModels.Plain);

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
    [
        "12 5 9\n1,2\t3\n"u8.ToArray(),
        "[1, \"2\", 3]\n{\"session\": [4, 5], \"id\": \"a\"}\n{\"session\": [1], \"id\": 7}\n"u8.ToArray(),
    ];

    protected override object Read(byte[] bytes)
    {
        var maker = new ListMaker(SeedModels.Plain, new ItemChoice(), top: 5);
        new SessionBatch(maker, new SessionReader(Names, strict: false), "sessions")
            .Run(TextFile.Lines(FilePath), TextWriter.Null, new Progress());
        return maker;
    }

    protected override bool IsDocumented(Exception exception) => exception is InputException;

    private sealed class Progress : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
        }
    }
}
