using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>Small logs that are laid out as their publishers ship them.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("sessionId;userId;itemId;timeframe;eventdate")]
    [InlineData("session_id;user_id;item_id;timeframe;eventdate")]
    public void Diginetica_is_sessions_by_day_and_timeframe(string header)
    {
        PreparedLog prepared = Prepare(
            "diginetica",
            "train-item-views.csv",
            $"""
            {header}
            1;NA;81;526309;2016-05-09
            1;NA;82;1031018;2016-05-09
            1;NA;83;243569;2016-05-09
            5;NA;83;40;2016-05-31
            5;NA;81;10;2016-05-31
            2;77;82;90000000;2016-05-09
            2;77;83;99000000;2016-05-09
            3;NA;81;10;2016-05-29
            3;NA;83;5;2016-05-30
            4;NA;81;10;2016-05-30
            4;NA;83;5;2016-05-31
            6;NA;82;0;2016-06-01
            6;NA;82;0;2016-06-01

            """,
            2,
            ["83 81 82", "82 83", "81 83"],
            ["81 83", "82 82"]);
        Assert.Equal(new SequenceCount(1, 2), prepared.AcrossTheSplit);
        Assert.Equal(new DateTimeOffset(2016, 5, 31, 0, 0, 0, TimeSpan.Zero), prepared.TestStart);
    }

    [Fact]
    public void RetailRocket_is_views_cut_at_half_an_hour_in_any_order_of_lines()
    {
        PreparedLog prepared = Prepare(
            "retailrocket",
            "events.csv",
            """
            timestamp,visitorid,event,itemid,transactionid
            1439177399999,7,view,12,
            1439175600000,7,view,11,
            1439179200000,7,view,13,
            1439179200001,7,addtocart,13,
            1439179300000,7,transaction,13,4000
            1439179400000,7,view,11,
            1439348400000,8,view,12,
            1439348400001,8,view,11,

            """,
            1,
            ["11 12", "13 11"],
            ["12 11"]);
        Assert.Equal((8, 2, 6), (prepared.Read.Rows, prepared.Read.OtherEvents, prepared.Read.Events));
        Assert.Equal(["view", "addtocart", "transaction"], prepared.Read.Kinds.Select(kind => kind.Key));
    }

    [Fact]
    public void Yoochoose_has_no_header_and_sessions_of_ISO_times() => Prepare(
        "yoochoose",
        "yoochoose-clicks.dat",
        """
        1,2014-04-07T10:51:09.277Z,214536502,0
        1,2014-04-07T10:54:09.868Z,214536500,0
        1,2014-04-07T10:54:46.998Z,214536506,0
        2,2014-04-07T13:56:37.614Z,214536500,S
        2,2014-04-07T18:57:19.373Z,214536502,0
        3,2014-04-09T13:17:46.940Z,214536506,0
        3,2014-04-09T13:26:56.570Z,214536502,0

        """,
        1,
        ["214536502 214536500 214536506", "214536500 214536502"],
        ["214536506 214536502"]);

    [Fact]
    public void Tmall_is_a_users_clicks_of_a_day_in_the_order_of_the_file() => Prepare(
        "tmall",
        "user_log_format1.csv",
        """
        user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type
        328862,323294,833,2882,2661.0,829,0
        328862,844400,1271,2882,2661.0,829,0
        328862,575153,1271,2882,2661.0,829,2
        328862,323294,1271,2882,,1111,0
        328862,844400,1271,2882,2661.0,1111,0
        234512,844400,1271,2882,2661.0,1110,0
        234512,323294,1271,2882,2661.0,1110,0
        234512,844400,1271,2882,2661.0,1112,0
        234512,844400,1271,2882,2661.0,1112,0

        """,
        1,
        ["323294 844400", "844400 323294", "323294 844400"],
        ["844400 844400"]);

    [Theory]
    [InlineData("ratings.dat", "", "::")]
    [InlineData("u.data", "", "\t")]
    [InlineData("ratings.csv", "userId,movieId,rating,timestamp\n", ",")]
    public void MovieLens_is_whole_histories_in_three_forms(string file, string header, string delimiter) => Prepare(
        "movielens",
        file,
        header
            + "1 122 5 838985046\n1 185 5 838983525\n1 231 5 838983392\n2 122 3 868244000\n2 185 3 868246000"
                .Replace(" ", delimiter, StringComparison.Ordinal),
        1,
        ["231 185 122"],
        ["122 185"]);

    [Fact]
    public void RecBole_has_types_behind_its_names() => Prepare(
        "recbole",
        "shop.inter",
        "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
        + "u1\t\"a\t5.0\t1500000000.0\nu1\tb\t4\t1500000060.5\nu1\tc\t4\t1.5000000605e9\nu2\tb\t1\t1500200000\nu2\t\"a\t1\t1500200001\n",
        1,
        ["\"a b c"],
        ["b \"a"]);

    [Theory]
    [InlineData("reviews.json", "reviewerID", "asin", "unixReviewTime", "")]
    [InlineData("All.jsonl", "user_id", "parent_asin", "timestamp", "000")]
    public void Amazons_reviews_are_JSON_of_two_kinds(string file, string user, string item, string time, string millis)
    {
        (string User, string Item, int Time)[] reviews =
            [("A1", "0000013714", 1386028800), ("A1", "B00A", 1386115200), ("A2", "B00A", 1387929600), ("A2", "0000013714", 1387930000)];
        Prepare(
            "amazon",
            file,
            string.Concat(reviews.Select(one =>
                $"{{\"{user}\": \"{one.User}\", \"{item}\": \"{one.Item}\", \"helpful\": [0, 1], \"{time}\": {one.Time}{millis}}}\n")),
            1,
            ["0000013714 B00A"],
            ["B00A 0000013714"]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("user_id,parent_asin,rating,timestamp\n", "000")]
    public void Amazons_ratings_are_fields_with_and_without_a_header(string header, string millis) => Prepare(
        "amazon",
        "ratings.csv",
        header + "A1,0001,5.0,1386028800|A1,B00A,5.0,1386115200|A2,B00A,1.0,1387929600|A2,0001,1.0,1387930000|"
            .Replace("|", millis + "\n", StringComparison.Ordinal),
        1,
        ["0001 B00A"],
        ["B00A 0001"]);

    [Fact]
    public void A_log_of_another_layout_is_refused()
    {
        using Scratch scratch = new Scratch().With("events.csv", "user,item,time\nu,a,1500000000\n").With("x.parquet", "no");
        scratch.Refuses<DataFormatException>(
            "events.csv",
            options => options with { Layout = Named("retailrocket") },
            "has no column visitorid",
            "give events.csv as it was published");
        scratch.Refuses<DataFormatException>(
            "events.csv", options => options with { Layout = Named("movielens") }, "has no columns as movielens has", "ratings.dat");
        scratch.Refuses<DataFormatException>(
            "x.parquet", options => options with { Layout = Named("yoochoose") }, "x.parquet", "cannot be read");
    }

    [Fact]
    public void Names_differ_and_defaults_are_possible()
    {
        Assert.Equal(
            ["tmall", "retailrocket", "diginetica", "yoochoose", "movielens", "recbole", "amazon"], LogLayout.All.Select(one => one.Name));
        foreach (LogLayout layout in LogLayout.All)
        {
            layout.Defaults.Check();
            Assert.True(layout.Defaults.MinPrefix < layout.Defaults.MinLength);
        }
    }

    private static LogLayout Named(string name) => LogLayout.All.Single(layout => layout.Name == name);

    private static PreparedLog Prepare(string layout, string file, string text, int testDays, string[] train, string[] test)
    {
        using Scratch scratch = new Scratch().With(file, text);
        LogLayout chosen = Named(layout);
        PreparedLog prepared = scratch.Prepare(file, options => options with
        {
            Layout = chosen,
            Rules = chosen.Defaults with { MinSupport = 1, MinLength = 2, MinPrefix = 1, Split = SplitRule.LastDays(testDays) },
        });
        Assert.Equal(train, scratch.Train());
        Assert.Equal(test, scratch.Test());
        Assert.Equal((layout, 0), (prepared.Name, prepared.Read.Unreadable));
        return prepared;
    }
}
