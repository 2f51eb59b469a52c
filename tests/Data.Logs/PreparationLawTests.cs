using FsCheck.Xunit;

namespace OnDeviceRec.Data.Logs.Tests;

public class PreparationLawTests
{
    [Property(Arbitrary = [typeof(LogArbitraries)], MaxTest = 80)]
    public void A_log_of_users_becomes_what_the_plain_program_makes_of_it(LogEvent[] events, PreparationRules rules) =>
        AreSame([.. events.Select(e => e with { Session = string.Empty })], rules, cutsSessions: false);

    [Property(Arbitrary = [typeof(LogArbitraries)], MaxTest = 40)]
    public void So_does_a_log_of_sessions(LogEvent[] events, PreparationRules rules, bool cutsSessions) =>
        AreSame(events, rules, cutsSessions);

    private static void AreSame(LogEvent[] events, PreparationRules rules, bool cutsSessions)
    {
        bool hasSessions = events[0].Session.Length > 0;
        using var scratch = new Scratch();
        scratch.With("log.csv", (hasSessions ? "user,session,item,time\n" : "user,item,time\n") + string.Concat(
            events.Select(e => hasSessions ? $"{e.User},{e.Session},{e.Item},{e.Time}\n" : $"{e.User},{e.Item},{e.Time}\n")));
        (string[][] train, string[][] valid, string[][] test, string[] items) =
            ReferencePreparation.Of(events, rules, cutsAtPauses: !hasSessions || cutsSessions);
        PreparationOptions Asked(PreparationOptions options) => options with { Rules = rules, CutsSessions = cutsSessions };
        if (train.Length == 0 || test.Length == 0)
        {
            scratch.Refuses<DataFormatException>("log.csv", Asked, "of what is asked for");
            return;
        }

        PreparedLog prepared = scratch.Prepare("log.csv", Asked);
        Dataset made = scratch.Made();
        Assert.Equal(items, made.ItemIds!);
        Assert.Equal(Lines(train), Scratch.OwnIds(made, made.Train));
        Assert.Equal(Lines(valid), made.Valid is { } part ? Scratch.OwnIds(made, part) : []);
        Assert.Equal(Lines(test), Scratch.OwnIds(made, made.Test));
        IsAccountedFor(prepared, made, events.Length);
    }

    // Nothing is lost without being counted.
    private static void IsAccountedFor(PreparedLog prepared, Dataset made, int events)
    {
        Assert.Equal((events, events), (prepared.Read.Rows, prepared.Read.Events));
        Assert.Equal(events, prepared.MergedRepeats + prepared.Cut.Events);
        LaterPart[] later = prepared.Valid is { } valid ? [valid, prepared.Test] : [prepared.Test];
        SequenceCount[] ends =
            [prepared.AcrossTheSplit, prepared.TooShort, prepared.Shortened, prepared.Train, .. later.Select(one => one.Cut)];
        Assert.Equal(prepared.Cut.Sequences, ends.Sum(end => end.Sequences));
        Assert.Equal(prepared.Cut.Events, ends.Sum(end => end.Events) + prepared.CutOff + prepared.RareEvents);
        foreach (LaterPart part in later)
        {
            Assert.Equal(part.Cut.Sequences, part.Short.Sequences + part.Kept.Sequences);
            Assert.Equal(part.Cut.Events, part.CutOff + part.UnknownEvents + part.Short.Events + part.Kept.Events);
        }

        Assert.Equal((made.Train.Count, made.Train.ItemCount), (prepared.Train.Sequences, prepared.Train.Events));
        Assert.Equal((made.Test.Count, made.Test.ItemCount), (prepared.Test.Kept.Sequences, prepared.Test.Kept.Events));
        Assert.Equal((made.Items, default), (prepared.Items, made.Skipped));
    }

    private static string[] Lines(string[][] sequences) => [.. sequences.Select(items => string.Join(' ', items))];
}
