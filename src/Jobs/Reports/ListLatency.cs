using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs.Lists;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>
/// What lists for the sessions of a split take on one core of this machine: encoding the most recent items of a session anew and ranking
/// the whole catalog.
/// </summary>
/// <param name="Micros">Microseconds a list, ascending.</param>
internal sealed record ListLatency(double[] Micros)
{
    private const int Top = 20, LongestHistory = 10, Lists = 1000;
    private const double WarmUpSeconds = 0.3;

    /// <summary>The median.</summary>
    public double Median => Micros[Micros.Length / 2];

    /// <summary>What 99 of 100 do not exceed.</summary>
    public double P99 => Micros[(int)(0.99 * (Micros.Length - 1))];

    /// <summary>Makes the lists.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sequences">The sessions, at least one.</param>
    public static ListLatency Measure(DeviceModel model, Sequences sequences)
    {
        var maker = new ListMaker(model, new ItemChoice(), Top);
        int lists = Math.Min(Lists, sequences.Count);
        int[][] sessions = [.. Enumerable.Range(0, lists).Select(i => Items(sequences[(int)((long)i * sequences.Count / lists)]))];
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds;)
            foreach (int[] session in sessions.Take(20)) maker.After(session);
        var micros = new double[sessions.Length];
        for (int i = 0; i < micros.Length; i++)
        {
            maker.After(sessions[i]);
            micros[i] = maker.Micros;
        }

        Array.Sort(micros);
        return new ListLatency(micros);
    }

    private static int[] Items(ReadOnlySpan<int> rows) =>
        Array.ConvertAll(rows[..Math.Min(rows.Length, LongestHistory)].ToArray(), row => row + 1);
}
