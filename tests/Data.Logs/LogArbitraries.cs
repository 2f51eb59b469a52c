using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>
/// Random logs: of few users, sessions, items and days, so that there are ties in time, repeats, pauses, and rare items; the items are
/// numbers or texts. And random rules for them.
/// </summary>
public static class LogArbitraries
{
    private const long Start = 1_500_000_000 - (1_500_000_000 % Day), Day = 24 * 60 * 60, Step = 15 * 60;

    private static readonly string[] Numbers = ["7", "-3", "10", "2", "100", "9"];
    private static readonly string[] Texts = ["07", "7", "#a", "é", "b c", "0x10"];

    public static Arbitrary<LogEvent[]> Events() =>
        (from ids in Gen.Elements(Numbers, Texts)
         from wholeDays in Gen.Choose(0, 3)
         from n in Gen.Choose(1, 120)
         from events in Event(ids, wholeDays == 0).ArrayOf(n)
         select events).ToArbitrary();

    public static Arbitrary<PreparationRules> Rules() =>
        (from support in Gen.Choose(1, 5)
         from length in Gen.Choose(2, 4)
         from longest in Gen.Choose(0, 6)
         from pause in Gen.Elements<TimeSpan?>(null, TimeSpan.Zero, TimeSpan.FromMinutes(30), TimeSpan.FromHours(5))
         from merges in Gen.Elements(true, false)
         from valid in Gen.Elements(true, false)
         from split in Gen.Elements(
             SplitRule.LastDays(1), SplitRule.LastDays(2), SplitRule.LastShare(0.1m), SplitRule.LastShare(0.35m), SplitRule.LastOfUsers)
         select new PreparationRules
         {
             MinSupport = support,
             MinLength = length,
             MaxLength = longest < length ? null : longest,
             LongestPause = pause,
             MergeRepeats = merges,
             Valid = valid,
             Split = split,
         }).ToArbitrary();

    private static Gen<LogEvent> Event(string[] ids, bool wholeDays) =>
        from user in Gen.Choose(0, 4)
        from session in Gen.Choose(0, 2)
        from item in Gen.Elements(ids)
        from day in Gen.Choose(0, 4)
        from step in Gen.Choose(0, wholeDays ? 0 : 20)
        select new LogEvent($"u{user}", $"s{session}", item, Start + (day * Day) + (step * Step));
}
