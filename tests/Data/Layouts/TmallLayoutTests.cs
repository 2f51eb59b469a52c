using OnDeviceRec.Data.Layouts;

namespace OnDeviceRec.Data.Tests.Layouts;

public class TmallLayoutTests
{
    private const string Header = "user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type";
    private static readonly PreparationOptions Small = new(MinSupport: 1, MinLength: 2, MinPrefix: 1, TestDays: 1);

    [Fact]
    public void A_users_clicks_of_a_day_are_a_sequence_in_the_order_of_the_file()
    {
        PreparedDataset prepared = Prepared.Of(
            "tmall",
            [
                Header,
                "9,501,1,11,21,0829,0",
                "9,502,1,11,,0829,0",
                "9,501,1,11,21,0830,0",
                "9,503,1,11,21,0830,2", // a purchase
                "9,501,1,11,21,0829,0",
                "4,503,1,11,21,829,0", // as spreadsheets leave the day
                "4,502,1,11,21,0829,0",
                "9,503,1,11,21,0830,0",
                "4,502,1,11,21,1111,1",
                "4,502,1,11,21,1111,0",
                "4,503,1,11,21,1111,3",
                "4,501,1,11,21,1111,0",
            ],
            Small);
        Assert.Equal(["501 502 501", "503 502", "501 503"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Train));
        Assert.Equal(["502 501"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Test));
        Assert.Equal(["501", "502", "503"], prepared.Dataset.ItemIds!);
        Assert.Equal(("tmall", 1), (prepared.Dataset.Name, prepared.Dataset.MinPrefix));
        LogCounts log = prepared.Report.Log;
        Assert.Equal((12, 0, 3, 9), (log.Lines, log.Unreadable.Count, log.OtherActions, log.Views));
        Assert.Equal(new DateTimeOffset(2014, 11, 11, 0, 0, 0, TimeSpan.Zero), prepared.Report.Split);
    }

    [Theory]
    [InlineData("1,2,3,4,5,0832,0", "time_stamp is not a day of the year, MMdd")]
    [InlineData("1,2,3,4,5,1311,0", "time_stamp is not a day of the year, MMdd")]
    [InlineData("1,2,3,4,5,0011,0", "time_stamp is not a day of the year, MMdd")]
    [InlineData("1,2,3,4,5,0229,0", "time_stamp is not a day of the year, MMdd")]
    [InlineData("1,2,3,4,5,,0", "time_stamp is not a day of the year, MMdd")]
    [InlineData("1,2,3,4,5,-829,0", "time_stamp is not a day of the year, MMdd")]
    [InlineData("1,2,3,4,5,0829,4", "action_type is not 0, 1, 2 or 3")]
    [InlineData("1,2,3,4,5,0829,", "action_type is not 0, 1, 2 or 3")]
    [InlineData("1,2,3,4,0829,0", "does not have 7 fields")]
    [InlineData("1,2,3,4,5,0829,0,", "does not have 7 fields")]
    [InlineData(",2,3,4,5,0829,0", "user_id is blank")]
    [InlineData("1,,3,4,5,0829,0", "item_id is blank")]
    [InlineData("1,2\t,3,4,5,0829,0", "item_id holds a control character")]
    public void A_line_that_cannot_be_read_is_named_and_left_out(string line, string problem)
    {
        string[] good = ["9,501,1,11,21,0829,0", "9,502,1,11,21,0829,0", "9,501,1,11,21,0830,0", "9,502,1,11,21,0830,0"];
        PreparedDataset prepared = Prepared.Of("tmall", [Header, good[0], line, .. good[1..]], Small);
        Assert.Equal([(3, problem)], prepared.Report.Log.Unreadable.First);
        Assert.Equal((5, 1, 4), (prepared.Report.Log.Lines, prepared.Report.Log.Unreadable.Count, prepared.Report.Log.Views));
        Assert.Equal(["501 502"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Train));
    }
}
