using OnDeviceRec.Data.Layouts;

namespace OnDeviceRec.Data.Tests.Layouts;

public class DigineticaLayoutTests
{
    private static readonly PreparationOptions Small = new(MinSupport: 1, MinLength: 2, MinPrefix: 1, TestDays: 2);

    [Theory]
    [InlineData("sessionId;userId;itemId;timeframe;eventdate")]
    [InlineData("session_id;user_id;item_id;timeframe;eventdate")]
    public void A_session_is_a_sequence_by_day_and_timeframe(string header)
    {
        PreparedDataset prepared = Prepared.Of(
            "diginetica",
            [
                header,
                "1;NA;81;526309;2016-05-09",
                "1;NA;82;1031018;2016-05-09",
                "1;NA;83;243569;2016-05-09",
                "5;NA;83;40;2016-05-31", // the last but one day: a test
                "5;NA;81;10;2016-05-31",
                "2;77;82;90000000;2016-05-09", // more than a day after its session began, and still of its day
                "2;77;83;99000000;2016-05-09",
                "3;NA;81;10;2016-05-29",
                "3;NA;83;5;2016-05-30", // over midnight: by day, then timeframe
                "4;NA;81;10;2016-05-30",
                "4;NA;83;5;2016-05-31", // over the start of the test
                "6;NA;82;0;2016-06-01",
                "6;NA;82;0;2016-06-01",
            ],
            Small);
        Assert.Equal(["83 81 82", "82 83", "81 83"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Train));
        Assert.Equal(["81 83", "82 82"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Test));
        Assert.Equal(new SequenceCount(1, 2), prepared.Report.AcrossTheSplit);
        Assert.Equal(new DateTimeOffset(2016, 5, 31, 0, 0, 0, TimeSpan.Zero), prepared.Report.Split);
    }

    [Theory]
    [InlineData("1;NA;81;NA;2016-05-09", "timeframe is not a whole number of milliseconds")]
    [InlineData("1;NA;81;-5;2016-05-09", "timeframe is not a whole number of milliseconds")]
    [InlineData("1;NA;81;5;09.05.2016", "eventdate is not a day, yyyy-MM-dd")]
    [InlineData("1;NA;81;5;2016-02-30", "eventdate is not a day, yyyy-MM-dd")]
    [InlineData("1;NA;81;5;1016-05-09", "its time is not between 1990 and 2100")]
    [InlineData("1,NA,81,5,2016-05-09", "does not have 5 fields")]
    [InlineData(";NA;81;5;2016-05-09", "sessionId is blank")]
    [InlineData("1;NA;;5;2016-05-09", "itemId is blank")]
    public void A_line_that_cannot_be_read_is_named_and_left_out(string line, string problem)
    {
        string[] good = ["1;NA;81;1;2016-05-09", "1;NA;82;2;2016-05-09", "2;NA;81;1;2016-05-20", "2;NA;82;2;2016-05-20"];
        PreparedDataset prepared = Prepared.Of("diginetica", ["sessionId;userId;itemId;timeframe;eventdate", line, .. good], Small);
        Assert.Equal([(2, problem)], prepared.Report.Log.Unreadable.First);
        Assert.Equal(4, prepared.Report.Log.Views);
    }
}
