using System.Globalization;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests.Kills;

/// <summary>
/// However often and whenever a job is killed, with --resume it ends in the files of one that nobody disturbed, and in no other ones.
/// <c>ODREC_KILLS=20</c> kills every verb so many times, at other moments each; without it each is killed a few times.
/// </summary>
/// <remarks>
/// Moments are random, by a seed that stays. Some of them are times of the run; others are changes of files, as those that matter most
/// last too short for a clock to meet them: half of a checkpoint is written, or the report is there and the checkpoints are not yet gone.
/// </remarks>
public sealed partial class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 1, MostOfOneJob = 4;

    // Of kinds of changes, and of races, there are fewer.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("ODREC_KILLS") ?? "1", CultureInfo.InvariantCulture);
    private static readonly int KillsOfKind = 1 + (Kills / 5), Races = 1 + (Kills / 10);

    private readonly FileChanges changes = new();
    private readonly Random random = new(Seed);
    private int killed;

    [Fact]
    public Task Train() => EndsAsIfItHadNotBeenKilled(Job.Train);

    [Fact]
    public Task Distill() => EndsAsIfItHadNotBeenKilled(Job.Distill);

    [Fact]
    public Task Run() => EndsAsIfItHadNotBeenKilled(Job.Run);

    [Fact]
    public Task Run_that_tunes()
    {
        Assert.SkipWhen(Kills == 1, "this is Run with more trainings; ODREC_KILLS=20 kills it");
        return EndsAsIfItHadNotBeenKilled(Job.TunedRun);
    }

    [Fact]
    public Task Demo()
    {
        Assert.SkipWhen(Kills == 1, "a demo is a run on a shop that it draws, which takes longer; ODREC_KILLS=20 kills it");
        return EndsAsIfItHadNotBeenKilled(Job.Demo);
    }

    public void Dispose() => changes.Dispose();

    private async Task EndsAsIfItHadNotBeenKilled(Job job)
    {
        Undisturbed whole = await Undisturbed.Run(job, changes);
        await KillAtTimes(job, whole);
        await KillAtChanges(job, whole, "in a checkpoint", (change, _) => InCheckpoint().IsMatch(change));
        int report = Array.FindIndex(whole.Changes, change => change.StartsWith("rename", StringComparison.Ordinal)
            && change.EndsWith(job.Report, StringComparison.Ordinal));
        await KillAtChanges(job, whole, "after the report", (_, i) => i > report);
        if (Kills > 1) await KillAtChanges(job, whole, "anywhere", (_, _) => true);
        for (int race = 0; race < Races; race++) await Race(job, whole, killedBefore: race % 2 == 0);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{killed} killed, of {whole.Time.TotalSeconds:F1} s and {whole.Changes.Length} changes of files; {Races} races."));
    }

    // The first run and those that go on from it; each may be killed again.
    private async Task KillAtTimes(Job job, Undisturbed whole)
    {
        for (int kills = 0; kills < Kills;)
        {
            using Workplace place = await job.Prepare();
            List<string> moments = [];
            bool running = true;
            while (running && kills < Kills && moments.Count < MostOfOneJob)
            {
                TimeSpan moment = random.NextDouble() * whole.Time;
                using Odrec odrec = place.Start(moments.Count == 0 ? job.Call : job.Resume);
                running = await odrec.KillAfter(moment);
                if (!running) continue;
                moments.Add(string.Create(CultureInfo.InvariantCulture, $"{moment.TotalSeconds:F3} s"));
                kills++;
                killed++;
            }

            await EndsAs(whole, job, place, $"killed after {string.Join(" and ", moments)}");
        }
    }

    private async Task KillAtChanges(Job job, Undisturbed whole, string kind, Func<string, int, bool> isOfKind)
    {
        int[] ofKind = [.. whole.Changes.Index().Where(one => isOfKind(one.Item, one.Index)).Select(one => one.Index)];
        Assert.True(changes.Missing is not null || ofKind.Length > 0, $"{job.Name} changes nothing {kind}.");
        if (changes.Missing is { } why) output.WriteLine($"Not killed {kind}: {why}.");
        random.Shuffle(ofKind);
        foreach (int i in ofKind.Take(KillsOfKind))
        {
            using Workplace place = await job.Prepare();
            using Odrec odrec = place.Start(changes.KilledAt(i + 1, place.Folder), job.Call);
            Outcome outcome = await odrec.End();
            Assert.True(outcome.WasKilled, $"{job.Name} ended with code {outcome.Code} before change {i + 1}: {outcome.Errors}");
            killed++;
            await EndsAs(whole, job, place, $"killed {kind}, before change {i + 1}, {whole.Changes[i]}");
        }
    }

    private async Task Race(Job job, Undisturbed whole, bool killedBefore)
    {
        using Workplace place = await job.Prepare();
        if (killedBefore)
        {
            using Odrec odrec = place.Start(job.Call);
            // Early: what remains has to last longer than it takes to start the second of the two.
            await odrec.KillAfter(random.NextDouble() * whole.Time / 2);
        }

        string[] call = killedBefore ? job.Resume : job.Call;
        Outcome[] outcomes = await Task.WhenAll(place.Call(call), place.Call(call));
        Outcome[] refused = [.. outcomes.Where(outcome => outcome.Code != 0)];
        Assert.Single(refused).Refused(1, $"{job.Settings[^1]}: another run is writing this");
        Snapshot.Of(place.Folder).AssertEqual(whole.Files, $"{job.Name} in a race");
    }

    private static async Task EndsAs(Undisturbed whole, Job job, Workplace place, string how)
    {
        Outcome resumed = await place.Call(job.Resume);
        Assert.True(resumed.Code == 0, $"{job.Name} {how} ended with code {resumed.Code}: {resumed.Errors}");
        Snapshot.Of(place.Folder).AssertEqual(whole.Files, $"{job.Name} {how}");
    }

    [GeneratedRegex(@"^write .*\.checkpoint\.[0-9a-f]+\.tmp$")]
    private static partial Regex InCheckpoint();
}
