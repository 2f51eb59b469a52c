using FsCheck.Xunit;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>Of what a job leaves that ran the printed text comes the data set that comes of the log, to the byte.</summary>
public class PartsLawTests
{
    [Property(Arbitrary = [typeof(LogArbitraries)], MaxTest = 24)]
    public void A_log_of_users_gives_the_same_bytes_by_both_ways(LogEvent[] events, PreparationRules rules, int seed) =>
        AreSame([.. events.Select(e => e with { Session = string.Empty })], rules, cutsSessions: false, seed);

    [Property(Arbitrary = [typeof(LogArbitraries)], MaxTest = 16)]
    public void So_does_a_log_of_sessions(LogEvent[] events, PreparationRules rules, bool cutsSessions, int seed) =>
        AreSame(events, rules, cutsSessions, seed);

    private static void AreSame(LogEvent[] events, PreparationRules drawn, bool cutsSessions, int seed)
    {
        int prefix = 1 + (Math.Abs(seed % 97) % (drawn.MinLength - 1));
        PreparationRules rules = drawn with { MinPrefix = prefix, WholeDays = seed % 3 == 0 };
        bool hasSessions = events[0].Session.Length > 0;
        using var scratch = new Scratch();
        scratch.With("log.csv", (hasSessions ? "user,session,item,time\n" : "user,item,time\n") + string.Concat(
            events.Select(e => hasSessions ? $"{e.User},{e.Session},{e.Item},{e.Time}\n" : $"{e.User},{e.Item},{e.Time}\n")));
        PreparedLog? prepared = Made(() => scratch.Prepare(
            "log.csv", options => options with { Rules = rules, CutsSessions = cutsSessions, Folder = scratch["one/shop"] }));
        using (var job = new SparkJob(events, rules, cutsSessions, seed)) job.Write(scratch["parts"]);
        PreparedParts? assembled = Made(
            () => scratch.PrepareParts("parts", options => options with { Folder = scratch["two/shop"] }));
        Assert.Equal(prepared is null, assembled is null);
        if (prepared is null || assembled is null) return;
        Assert.Equal(Files(scratch["one/shop"]), Files(scratch["two/shop"]));
        SequenceCount? valid = prepared.Valid?.Kept;
        Assert.Equal(new PreparedParts("shop", prefix, prepared.Items, prepared.Train, valid, prepared.Test.Kept), assembled);
    }

    private static (string? Name, string Bytes)[] Files(string folder) =>
        [.. Directory.GetFiles(folder).Order().Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file))))];

    // Null where nothing is left to train or to test on.
    private static T? Made<T>(Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (DataFormatException e) when (e.Message.Contains("of what is asked for", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
