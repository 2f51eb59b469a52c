using System.Diagnostics;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>Several things measured in turn, round after round: whatever the machine does beside meets all of them alike.</summary>
internal sealed class InTurn
{
    private const int WarmUps = 3;

    // A thread that is woken by another one may have to share its core until the system's scheduler has looked around, some milliseconds.
    private const int WarmMilliseconds = 10;

    private readonly List<(string Name, Func<double> Measure, List<double> Values)> contestants = [];

    /// <summary>Adds what measures itself, a peak for example.</summary>
    public void Add(string name, Func<double> measure) => contestants.Add((name, measure, []));

    /// <summary>Adds work whose seconds are taken, a run a round.</summary>
    public void Add(string name, Action run) => Add(name, () => Seconds(run, repetitions: 1));

    /// <summary>
    /// Adds short work: in a round it runs for a while, until caches and threads are warm, and then so often that the clock's grain
    /// vanishes.
    /// </summary>
    public void AddWarm(string name, Action run, int repetitions) => Add(name, () =>
    {
        long start = Environment.TickCount64;
        do run();
        while (Environment.TickCount64 - start < WarmMilliseconds);
        return Seconds(run, repetitions);
    });

    /// <summary>Runs all rounds, and a few before that do not count.</summary>
    /// <returns>Each one's median.</returns>
    public IReadOnlyDictionary<string, double> Medians(int rounds)
    {
        for (int round = -WarmUps; round < rounds; round++)
        {
            foreach ((_, Func<double> measure, List<double> values) in contestants)
            {
                double value = measure();
                if (round >= 0) values.Add(value);
            }
        }

        return contestants.ToDictionary(one => one.Name, one => Median(one.Values));
    }

    private static double Seconds(Action run, int repetitions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2;
    }
}
