using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A job file (<c>--config</c>).</summary>
internal sealed class JobFileTarget(string name, double share) : TextFileTarget(name, share, "job.json")
{
    protected override IReadOnlyList<byte[]> MakeSeeds() =>
    [
        .. from preset in Presets.All
           select Written(() => JobFile.Write(JobResolver.Start(JobVerbs.Run, preset.Preset), JobVerbs.Run, FilePath)),
        "{\n  // a comment\n  \"preset\": \"copy\", \"epochs\": 3, \"dropout\": 0.1,\n}"u8.ToArray(),
    ];

    protected override object Read(byte[] bytes) => JobResolver.Resolve(
        JobVerbs.Run, null, FilePath, [.. JobSettings.Of(JobVerbs.Run).Where(one => one.IsPlace).Select(one => (one, "place"))]);

    protected override void Use(object read) => JobFile.Hash((JobOptions)read, JobVerbs.Run);

    protected override bool IsDocumented(Exception exception) => exception is UsageException or InputException;
}
