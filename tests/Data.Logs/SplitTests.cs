using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>
/// Where a sequence goes, and that no part knows what comes after it. Every sequence is ten events whose items spell its number, so
/// that one knows in the data set when it was.
/// </summary>
public partial class SplitTests
{
    private const int Letters = 10, Users = 4;

    public static Arbitrary<int[]> Starts() => Gen.Choose(3, 60).SelectMany(n => Gen.Choose(0, 700_000).ArrayOf(n)).ToArbitrary();

    [Property(Arbitrary = [typeof(SplitTests)], MaxTest = 30)]
    public void No_event_of_a_later_part_is_older_than_any_of_an_earlier_part(int[] starts, bool byDays)
    {
        PreparationRules rules = Scratch.All with { Valid = true, Split = byDays ? SplitRule.LastDays(2) : SplitRule.LastShare(0.25m) };
        if (Parts(starts, rules) is not (var train, var valid, var test)) return;
        Assert.True(valid.Length == 0 || train.Max(Last) < valid.Min(First));
        Assert.True(valid.Length == 0 || valid.Max(Last) < test.Min(First));
        Assert.True(train.Max(Last) < test.Min(First));
        int[] kept = [.. train, .. valid, .. test];
        Assert.Equal(kept.Length, kept.Distinct().Count());
        foreach (int[] part in (int[][])[train, valid, test]) Assert.Equal(part.OrderBy(Last), part);

        long First(int sequence) => starts[sequence];
        long Last(int sequence) => starts[sequence] + Duration(sequence);
    }

    [Property(Arbitrary = [typeof(SplitTests)], MaxTest = 30)]
    public void A_users_last_is_test_and_what_was_before_stays_before(int[] starts)
    {
        PreparationRules rules = Scratch.All with { Valid = true, Split = SplitRule.LastOfUsers, LongestPause = TimeSpan.FromMinutes(5) };
        // Users' sequences do not touch each other: each begins a day after the one before.
        int[] apart = [.. starts.Select((start, i) => (start % 40_000) + (i * 86_400))];
        if (Parts(apart, rules) is not (var train, var valid, var test)) return;
        for (int user = 0; user < Users; user++)
        {
            int[] own = [.. Enumerable.Range(0, apart.Length).Where(sequence => sequence % Users == user)];
            Assert.Equal(own.Length > 1 ? [own[^1]] : [], test.Where(sequence => sequence % Users == user));
            Assert.Equal(own.Length > 2 ? [own[^2]] : [], valid.Where(sequence => sequence % Users == user));
            Assert.Equal(own.Except(test).Except(valid), train.Where(sequence => sequence % Users == user));
        }
    }

    [Fact]
    public void Days_count_back_from_the_last_event_or_from_the_end_of_its_day()
    {
        const string Rows = "u,a,{0} 10:00\nu,b,{0} 10:00\nv,b,{1} 09:59\nv,a,{1} 10:00\nw,a,2020-03-05 10:00\nw,b,2020-03-05 10:00\n";
        using var scratch = new Scratch();
        scratch.With("times.csv", "user,item,time\n" + string.Format(CultureInfo.InvariantCulture, Rows, "2020-03-01", "2020-03-04"));
        Assert.Equal(
            new DateTimeOffset(2020, 3, 4, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(1), scratch.Prepare("times.csv").TestStart);
        Assert.Equal(["a b", "b a"], scratch.Train());
        string days = string.Format(CultureInfo.InvariantCulture, Rows, "2020-03-01", "2020-03-04");
        scratch.With("days.csv", "user,item,time\n" + Time().Replace(days, string.Empty));
        PreparedLog prepared = scratch.Prepare("days.csv", options => options with { Replace = true });
        Assert.Equal(new DateTimeOffset(2020, 3, 5, 0, 0, 0, TimeSpan.Zero), prepared.TestStart);
    }

    // The numbers of the parts' sequences, or null where a part that is needed has none.
    private static (int[] Train, int[] Valid, int[] Test)? Parts(int[] starts, PreparationRules rules)
    {
        using var scratch = new Scratch();
        bool byUser = rules.Split.IsLastOfUsers;
        scratch.With("log.csv", "user,session,item,time\n" + string.Concat(
            from sequence in Enumerable.Range(0, starts.Length)
            from i in Enumerable.Range(0, Letters)
            let time = 1_500_000_000 + starts[sequence] + (Duration(sequence) * i / (Letters - 1))
            select $"{(byUser ? sequence % Users : 0)},{sequence},{((sequence >> i) & 1) + 1},{time}\n"));
        try
        {
            scratch.Prepare("log.csv", options => options with { Rules = rules });
        }
        catch (DataFormatException e) when (e.Message.Contains("of what is asked for", StringComparison.Ordinal))
        {
            return null;
        }

        Dataset made = scratch.Made();
        // Both letters occur in train, or else one of them would have no number: then there is nothing to read.
        return made.Items == 2 ? (Read(made.Train), Read(made.Valid ?? Sequences.Empty), Read(made.Test)) : null;
    }

    [GeneratedRegex(@" \d\d:\d\d")]
    private static partial Regex Time();

    private static long Duration(int sequence) => 900 + (sequence * 977 % 20_000);

    private static int[] Read(Sequences part)
    {
        int[] numbers = new int[part.Count];
        for (int s = 0; s < numbers.Length; s++)
        {
            ReadOnlySpan<int> rows = part[s];
            Assert.Equal(Letters, rows.Length);
            for (int i = 0; i < Letters; i++) numbers[s] |= rows[i] << i;
        }

        return numbers;
    }
}
