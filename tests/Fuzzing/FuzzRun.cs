using System.Diagnostics;

namespace OnDeviceRec.Fuzzing;

/// <summary>The loop: seeded mutations of a target's seeds, each read and, where it is taken, used.</summary>
/// <param name="folder">Where an input that brings a fault to light is written; made when there is one.</param>
/// <param name="limit">The longest that an input may take.</param>
/// <param name="note">Hears of every new fault: the input's file, the seed and what was thrown.</param>
public sealed class FuzzRun(string folder, TimeSpan limit, Action<string> note)
{
    /// <summary>Tries a target; the same seed gives the same inputs.</summary>
    /// <param name="target">The target.</param>
    /// <param name="mutations">How many inputs.</param>
    /// <param name="seed">Keys them, with the target's name.</param>
    public Figures Of(FuzzTarget target, int mutations, int seed)
    {
        var figures = new Figures(target);
        var random = new Random(HashCode(target.Name) ^ seed);
        IReadOnlyList<byte[]> seeds = target.Seeds;
        foreach (byte[] one in seeds)
            if (target.Run(one).Refusal is { } refusal) throw new InvalidOperationException($"{target.Name}: a seed is refused.", refusal);
        using var watchdog = new Watchdog(limit, input => note(Kept(target, input, seed, "it takes too long, and the run ends")));
        for (int n = 0; n < mutations; n++)
        {
            byte[] bytes = target.Mutated(seeds[random.Next(seeds.Count)], seeds[random.Next(seeds.Count)], random);
            watchdog.Watch(bytes);
            long start = Stopwatch.GetTimestamp();
            try
            {
                figures.Add(target.Run(bytes), Stopwatch.GetElapsedTime(start));
            }
#pragma warning disable CA1031 // Whatever a reader throws beside what it documents is what is looked for.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (!figures.AddFault(fault)) continue;
                string line = Kept(target, bytes, seed, $"mutation {n}: {fault}");
                figures.Faults.Add(line);
                note(line);
            }
        }

        return figures;
    }

    // Of a name, the same in every process.
    private static int HashCode(string name) => name.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    private string Kept(FuzzTarget target, byte[] bytes, int seed, string what)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{target.Name}-{Crc32C.Of(bytes):x8}");
        File.WriteAllBytes(path, bytes);
        return $"{target.Name}, seed {seed}, input in {path}: {what}";
    }
}
