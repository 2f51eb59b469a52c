using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Cli.Settings;

/// <summary>What every verb takes: --json, --seed, --threads.</summary>
internal sealed class CommonSettings
{
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there; numbers are fractions." };
    private readonly Option<ulong> seed = Checks.Natural(
        new Option<ulong>("--seed") { Description = "Keys every random number of the run.", DefaultValueFactory = _ => 1 });
    private readonly Option<int> threads = Checks.AtLeast(
        new Option<int>("--threads") { Description = "Threads to use; results do not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount }, 1);

    public CommonSettings(Command command)
    {
        command.Options.Add(json);
        command.Options.Add(seed);
        command.Options.Add(threads);
    }

    public ulong Seed(ParseResult parsed) => parsed.GetValue(seed);

    /// <summary>Applies --threads and opens the output.</summary>
    public Screen Open(ParseResult parsed)
    {
        WorkerPool.Threads = parsed.GetValue(threads);
        return new Screen(parsed.GetValue(json));
    }
}
