using System.Diagnostics;
using System.Globalization;
using OnDeviceRec.Device;
using OnDeviceRec.Fuzzing.Targets;
using SharpFuzz;

namespace OnDeviceRec.Fuzzing;

/// <summary>What the program does.</summary>
internal static class Commands
{
    public const string Usage =
        "mutate [--mutations N] [--seed S] [--target NAME] | afl NAME | libfuzzer NAME | seeds NAME FOLDER | replay NAME FILE | slow";

    private const int Done = 0, Failed = 1, DefaultMutations = 1_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly string[] Names = ["--mutations", "--seed", "--target"];

    /// <summary>Tries seeded mutations over all targets or one, and prints what came of them as a table of Markdown.</summary>
    public static int Mutate(string[] options)
    {
        if (options.Length % 2 != 0 || options.Where((_, at) => at % 2 == 0).Except(Names).Any()) throw new FormatException(Usage);
        int mutations = Number(options, "--mutations") ?? DefaultMutations, seed = Number(options, "--seed") ?? 1;
        string? only = Option(options, "--target");
        var run = new FuzzRun(Path.Combine("out", "crashers"), Limit, Console.Error.WriteLine);
        var all = new List<Figures>();
        Console.WriteLine(FiguresTable.Head);
        foreach (FuzzTarget target in only is null ? FuzzTargets.All() : [FuzzTargets.Of(only)])
        {
            using (target) all.Add(run.Of(target, only is null ? target.PartOf(mutations, least: 1) : mutations, seed));
            Console.WriteLine(FiguresTable.Row(all[^1]));
        }

        Console.WriteLine(FiguresTable.Sum(all));
        return all.TrueForAll(figures => figures.Faults.Count == 0) ? Done : Failed;
    }

    /// <summary>Reads inputs of afl-fuzz until it ends.</summary>
    public static int Afl(string name)
    {
        using FuzzTarget target = FuzzTargets.Of(name);
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target.RunRepaired(input.ToArray());
        });
        return Done;
    }

    /// <summary>Reads inputs of libFuzzer until it ends.</summary>
    public static int LibFuzzer(string name)
    {
        using FuzzTarget target = FuzzTargets.Of(name);
        Fuzzer.LibFuzzer.Run(input => target.RunRepaired(input.ToArray()));
        return Done;
    }

    /// <summary>Writes a target's seeds as files, for a fuzzer to start from.</summary>
    public static int Seeds(string name, string folder)
    {
        using FuzzTarget target = FuzzTargets.Of(name);
        Directory.CreateDirectory(folder);
        for (int i = 0; i < target.Seeds.Count; i++)
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{i:D2}")), target.Seeds[i]);
        return Done;
    }

    /// <summary>Reads a file that brought a fault to light, and says what comes of it.</summary>
    public static int Replay(string name, string file)
    {
        using FuzzTarget target = FuzzTargets.Of(name);
        Say("as it is", target.Run(File.ReadAllBytes(file)));
        Say("repaired", target.RunRepaired(File.ReadAllBytes(file)));
        return Done;
    }

    /// <summary>Measures what a small valid model can cost its host.</summary>
    public static int Slow()
    {
        byte[] file = SeedModels.Slow();
        long start = Stopwatch.GetTimestamp();
        DeviceModel model = DeviceModel.Load(file);
        TimeSpan loading = Stopwatch.GetElapsedTime(start);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var history = new History(model);
        long memory = GC.GetAllocatedBytesForCurrentThread() - before;
        history.Append(1);
        start = Stopwatch.GetTimestamp();
        model.Recommend(history, new int[20], new float[20]);
        TimeSpan list = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Length:N0} bytes, {model.Configuration.Items:N0} items: loaded in {loading.TotalSeconds:F2} s, "
            + $"a history takes {memory:N0} bytes, its list {list.TotalSeconds:F1} s."));
        return Done;
    }

    private static void Say(string how, Outcome outcome)
    {
        string end = outcome.Refusal is { } refusal ? $"refused: {refusal.Message}" : "taken";
        Console.WriteLine($"{how}: {end} ({outcome.Allocated} bytes)");
    }

    private static string? Option(string[] options, string name)
    {
        int at = Array.IndexOf(options, name);
        return at >= 0 && at + 1 < options.Length ? options[at + 1] : null;
    }

    private static int? Number(string[] options, string name) => Option(options, name) is not { } word ? null
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new FormatException($"{name} is '{word}', and no whole number.");
}
