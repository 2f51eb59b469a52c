using System.Text.Json.Nodes;
using OnDeviceRec.Jobs.Experiments;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>The kept rows of an experiment.</summary>
internal sealed class KeptRowsTarget(string name, double share) : TextFileTarget(name, share, "words.json")
{
    private static readonly Words Experiment = new();

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
    [
        Written(() =>
        {
            var rows = new KeptRows(Experiment, Folder);
            rows.Add(Row("one", null));
            rows.Add(Row("two", "a fault"));
        }),
    ];

    protected override object Read(byte[] bytes) => new KeptRows(Experiment, Folder);

    protected override void Use(object read)
    {
        var rows = (KeptRows)read;
        _ = rows.Find("one", "all of it")?.Values.ToJsonString();
        rows.Add(Row("three", null));
    }

    protected override bool IsDocumented(Exception exception) => exception is CheckpointException;

    private static KeptRow Row(string name, string? fault) =>
        new(name, "all of it", "odrec experiment words", new ExperimentRow([name, "b", "1.5"], new JsonObject { ["x"] = 1.5 }, fault));

    private sealed class Words : IExperiment
    {
        public string Name => "words";

        public string Description => "Rows of three words.";

        public bool NeedsModel => false;

        public bool TakesJob => false;

        public IReadOnlyList<string> Heads { get; } = ["a", "b", "c"];

        public void Run(ExperimentRun run) => throw new NotSupportedException();
    }
}
