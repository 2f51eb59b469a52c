using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Mpi;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Cli.Settings;

/// <summary>What every verb takes: --json, --threads and, unless it is a setting of the verb's job, --seed.</summary>
internal sealed class CommonSettings
{
    private readonly Option<ulong>? seed;
    private readonly Option<int> threads;

    /// <param name="verb">The verb.</param>
    /// <param name="seeded">Whether --seed is to be added.</param>
    public CommonSettings(Verb verb, bool seeded = true)
    {
        verb.Add(
            OptionGroups.Common,
            new Option<bool>("--json")
            {
                Description = "Print one JSON object on standard output and nothing else there; numbers are fractions.",
            });
        if (seeded)
        {
            seed = verb.Add(
                OptionGroups.Common,
                Checks.Natural(new Option<ulong>("--seed") { Description = "Keys every random number.", DefaultValueFactory = _ => 1 }));
        }

        threads = verb.Add(
            OptionGroups.Common,
            Checks.AtLeast(
                new Option<int>("--threads")
                {
                    Description = "Threads to use, no more than there are processors; results do not depend on it.",
                    DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / MpiLaunch.RanksOfMachine),
                },
                1));
    }

    public ulong Seed(ParseResult parsed) => parsed.GetValue(seed!);

    public int Threads(ParseResult parsed) => Math.Min(parsed.GetValue(threads), Environment.ProcessorCount);

    /// <summary>Applies --threads and opens the output.</summary>
    public Screen Open(ParseResult parsed)
    {
        WorkerPool.Threads = Threads(parsed);
        var screen = new Screen(parsed);
        screen.Options["threads"] = Threads(parsed);
        return screen;
    }
}
