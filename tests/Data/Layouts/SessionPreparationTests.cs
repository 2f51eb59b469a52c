using FsCheck;
using FsCheck.Xunit;
using OnDeviceRec.Data.Layouts;

namespace OnDeviceRec.Data.Tests.Layouts;

public class SessionPreparationTests
{
    private const string Header = "sessionId;userId;itemId;timeframe;eventdate";

    [Fact]
    public void Rare_items_and_short_sequences_are_left_out_until_neither_is_there()
    {
        // d is rare; without it session 4 is short; without that c is rare, and then session 3 is short.
        PreparedDataset prepared = Prepared.Of(
            "diginetica", Sessions("a b a", "b a b", "c a", "c d", "| a c b", "c d"), new PreparationOptions(2, 2, 1, 1));
        Assert.Equal(["a b a", "b a b"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Train));
        Assert.Equal(["a b"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Test));
        Assert.Equal(["a", "b"], prepared.Dataset.ItemIds!);
        PreparationReport report = prepared.Report;
        Assert.Equal((3, 2), (report.Rounds, report.RareEvents));
        Assert.Equal((new SequenceCount(2, 2), new SequenceCount(2, 6)), (report.ShortTrain, report.Train));
        Assert.Equal((3, new SequenceCount(1, 0), new SequenceCount(1, 2)), (report.UnknownEvents, report.ShortTest, report.Test));
    }

    [Fact]
    public void What_the_test_holds_does_not_help_an_item_into_the_catalog()
    {
        PreparedDataset prepared = Prepared.Of("diginetica", Sessions("a a b", "a a", "| b b b a a"), new PreparationOptions(2, 2, 1, 1));
        Assert.Equal(["a"], prepared.Dataset.ItemIds!);
        Assert.Equal(["a a"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Test));
    }

    [Theory]
    [InlineData(3, 2, "leaves no train sequence")]
    [InlineData(2, 3, "leaves no train sequence")]
    [InlineData(1, 2, null)]
    public void A_log_that_leaves_nothing_is_refused(int minSupport, int minLength, string? problem)
    {
        string[] log = Sessions("a b", "a b", "| b a");
        var options = new PreparationOptions(minSupport, minLength, 1, 1);
        if (problem is null) Assert.Equal(2, Prepared.Of("diginetica", log, options).Dataset.Items);
        else Refused(log, options, problem);
    }

    [Fact]
    public void A_log_without_a_test_or_without_any_view_is_refused()
    {
        var options = new PreparationOptions(1, 2, 1, 1);
        Refused(Sessions("a b", "| c d"), options, "leaves no test sequence");
        Refused([Header], options, "holds no view of an item");
    }

    [Theory]
    [InlineData(0, 2, 1, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 2, 0, 1)]
    [InlineData(1, 2, 2, 1)]
    [InlineData(1, 2, 1, 0)]
    public void Options_out_of_range_are_refused(int minSupport, int minLength, int minPrefix, int testDays) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Prepared.Of("diginetica", Sessions("a b", "| b a"), new PreparationOptions(minSupport, minLength, minPrefix, testDays)));

    [Fact]
    public void Defaults_are_in_range_and_names_differ()
    {
        foreach (LogLayout layout in LogLayout.All) layout.Defaults.Check();
        Assert.Equal(["tmall", "retailrocket", "diginetica"], LogLayout.All.Select(layout => layout.Name));
    }

    [Property(Arbitrary = [typeof(LogArbitraries), typeof(Arbitraries)])]
    public void The_laws_hold_for_any_log(LogEvent[] events, PositiveInt support, PositiveInt length)
    {
        (int minSupport, int minLength) = ((support.Get % 6) + 1, (length.Get % 3) + 2);
        (LogEvent[][] train, LogEvent[][] test) = NaivePreparation.Of(events, minSupport, minLength, testDays: 1);
        string[] log =
        [
            "timestamp,visitorid,event,itemid,transactionid", .. events.Select(e => $"{e.Time},{e.Owner},view,{e.Item},"),
        ];
        var options = new PreparationOptions(minSupport, minLength, 1, 1);
        if (train.Length == 0 || test.Length == 0)
        {
            Assert.Throws<DataFormatException>(() => Prepared.Of("retailrocket", log, options));
            return;
        }

        (Dataset dataset, PreparationReport report) = Prepared.Of("retailrocket", log, options);
        Assert.Equal(Texts(train), Prepared.OwnIds(dataset, dataset.Train));
        Assert.Equal(Texts(test), Prepared.OwnIds(dataset, dataset.Test));

        // No test event lies before the last train event, or at it.
        Assert.True(train.Max(sequence => sequence.Max(e => e.Time)) < test.Min(sequence => sequence.Min(e => e.Time)));
        // Both filters hold at once, and rows are numbered as they come.
        Assert.All(new Popularity(dataset.Train, dataset.Items).Counts.ToArray(), count => Assert.True(count >= minSupport));
        Assert.All(Rows.Of(dataset.Train).Concat(Rows.Of(dataset.Test)), rows => Assert.True(rows.Length >= minLength));
        Assert.Equal(Enumerable.Range(0, dataset.Items), dataset.Train.Items.ToArray().Distinct());
        // Nothing is lost without being counted.
        SequenceCount[] ends = [report.AcrossTheSplit, report.ShortTrain, report.Train, report.ShortTest, report.Test];
        Assert.Equal(events.Length, report.Cut.Events);
        Assert.Equal(report.Cut.Events, report.RareEvents + report.UnknownEvents + ends.Sum(end => end.Events));
        Assert.Equal(report.Cut.Sequences, ends.Sum(end => end.Sequences));
    }

    [Property(Arbitrary = [typeof(LogArbitraries)], MaxTest = 30)]
    public void A_prepared_data_set_comes_back_from_its_folder(LogEvent[] events)
    {
        string[] log =
        [
            Header,
            "u;NA;i0;0;2016-05-01", "u;NA;i0;1;2016-05-01",
            "t;NA;i0;0;2016-05-02", "t;NA;i0;1;2016-05-02",
            .. events.Select((e, i) => $"{e.Owner};NA;{e.Item};{i};2016-05-01"),
        ];
        Dataset written = Prepared.Of("diginetica", log, new PreparationOptions(1, 2, 1, 1)).Dataset;
        using var folder = new TempFolder();
        DatasetFolder.Write(written, folder.Path);
        Dataset read = DatasetFolder.Read(folder.Path);
        Assert.Equal((written.Name, written.Items, 1), (read.Name, read.Items, read.MinPrefix));
        Assert.Equal(written.ItemIds, read.ItemIds);
        Assert.Equal(Rows.Of(written.Train), Rows.Of(read.Train));
        Assert.Equal(Rows.Of(written.Test), Rows.Of(read.Test));
        Assert.Equal(default, read.Skipped);
    }

    // Sessions of one day, those from the bar on of the next.
    private static string[] Sessions(params string[] sessions)
    {
        var lines = new List<string> { Header };
        string day = "2016-05-01";
        for (int s = 0; s < sessions.Length; s++)
        {
            if (sessions[s].StartsWith('|')) day = "2016-05-02";
            string[] items = sessions[s].TrimStart('|', ' ').Split(' ');
            for (int i = 0; i < items.Length; i++) lines.Add($"{s};NA;{items[i]};{i};{day}");
        }

        return [.. lines];
    }

    private static IEnumerable<string> Texts(LogEvent[][] sequences) =>
        sequences.Select(sequence => string.Join(' ', sequence.Select(e => e.Item)));

    private static void Refused(string[] log, PreparationOptions options, string problem)
    {
        var e = Assert.Throws<DataFormatException>(() => Prepared.Of("diginetica", log, options));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
