using System.Diagnostics;

namespace OnDeviceRec.Cli.Tests.Kills;

/// <summary>A job's run from its start to its end, which every other one is compared with.</summary>
/// <param name="Time">The time that it took.</param>
/// <param name="Changes">What it changed on the disk, in order; none where that cannot be counted.</param>
/// <param name="Files">What it left.</param>
internal sealed record Undisturbed(TimeSpan Time, string[] Changes, Snapshot Files)
{
    /// <summary>Runs a job.</summary>
    public static async Task<Undisturbed> Run(Job job, FileChanges counting)
    {
        using Workplace place = await job.Prepare();
        bool counts = counting.Missing is null;
        long start = Stopwatch.GetTimestamp();
        using (Odrec odrec = place.Start(counts ? counting.Counted(place.Folder) : [], job.Call)) (await odrec.End()).Done();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return new Undisturbed(time, counts ? counting.Take() : [], Snapshot.Of(place.Folder));
    }
}
