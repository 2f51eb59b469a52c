using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Tests;

public class LogPreparationTests
{
    private const string Header = "user,item,time\n";
    private const string Rows = "u1,a,1500000000\nu1,b,1500000001\nu2,b,1500000000\nu2,a,1500000001\nu3,a,1500200000\nu3,b,1500200001\n";

    [Fact]
    public void Rare_items_and_short_sequences_are_left_out_until_neither_is_there()
    {
        // d is rare; without it session 4 is short; without that c is rare, and then session 3 is short.
        PreparedLog prepared = Sessions(Scratch.All with { MinSupport = 2 }, "a b a", "b a b", "c a", "c d", "| a c b", "c d");
        Assert.Equal((3, 2, 2), (prepared.Rounds, prepared.RareItems, prepared.RareEvents));
        Assert.Equal((new SequenceCount(2, 2), new SequenceCount(2, 6)), (prepared.Shortened, prepared.Train));
        Assert.Equal(
            (3, new SequenceCount(1, 0), new SequenceCount(1, 2)),
            (prepared.Test.UnknownEvents, prepared.Test.Short, prepared.Test.Kept));
    }

    [Fact]
    public void What_the_test_holds_does_not_help_an_item_into_the_catalog() =>
        Assert.Equal(1, Sessions(Scratch.All with { MinSupport = 2 }, "a a b", "a a", "| b b b a a").Items);

    [Fact]
    public void Repeats_are_merged_where_that_is_asked_for()
    {
        using Scratch scratch = new Scratch().With(
            "log.csv",
            Header + "u,a,1500000000\nu,a,1500000001\nu,b,1500000002\nu,b,1500000003\nu,a,1500000004\n"
            + "v,a,1500200000\nv,b,1500200001\n");
        PreparedLog prepared = scratch.Prepare("log.csv", options => options with { Rules = Scratch.All with { MergeRepeats = true } });
        Assert.Equal(["a b a"], scratch.Train());
        Assert.Equal((2, new SequenceCount(2, 5)), (prepared.MergedRepeats, prepared.Cut));
    }

    [Theory]
    [InlineData("1500000000", "1530000000", null, "02:40:00.000")]
    [InlineData("1500000000.25", "1530000000.25", null, "02:40:00.250")]
    [InlineData("1500000000250", "1530000000250", null, "02:40:00.250")]
    [InlineData("1500000000250000", "1530000000250000", null, "02:40:00.250")]
    [InlineData("1500000000250000123", "1530000000250000123", null, "02:40:00.250")]
    [InlineData("1.50000000025e9", "1.53e9", null, "02:40:00.250")]
    [InlineData("2017-07-14T02:40:00.25Z", "2018-06-26T08:00:00Z", null, "02:40:00.250")]
    [InlineData("2017-07-14T02:40:00", "2018-06-26T08:00:00", null, "02:40:00.000")]
    [InlineData("2017-07-14 04:40:00.25+02:00", "2018-06-26T08:00:00+02:00", null, "02:40:00.250")]
    [InlineData("2017-07-13 21:40:00-0500", "2018-06-26T08:00:00-0500", null, "02:40:00.000")]
    [InlineData("2017-07-14 02:40 UTC", "2018-06-26 08:00 UTC", null, "02:40:00.000")]
    [InlineData("2017-07-14T02:40Z", "2018-06-26T08:00Z", null, "02:40:00.000")]
    [InlineData("2017-07-14T04:40+02:00", "2018-06-26T08:00+02:00", null, "02:40:00.000")]
    [InlineData("2017-07-14 00:40:00 -0200", "2018-06-26 08:00:00 -0200", null, "02:40:00.000")]
    [InlineData("2017-07-14T02:40:00.123456789Z", "2018-06-26T08:00:00Z", null, "02:40:00.123")]
    [InlineData("2017-07-14", "2018-06-26", null, "00:00:00.000")]
    [InlineData("1500000000", "1530000000", "s", "02:40:00.000")]
    [InlineData("14.07.2017 02:40", "26.06.2018 08:00", "%d.%m.%Y %H:%M", "02:40:00.000")]
    [InlineData("07/14/2017", "06/26/2018", "%m/%d/%Y", "00:00:00.000")]
    public void Times_of_every_kind_are_the_same_in_UTC(string time, string later, string? format, string expected)
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + $"u,a,{time}\nu,b,{time}\nv,a,{later}\nv,b,{later}\n");
        PreparedLog prepared = scratch.Prepare(
            "log.csv", options => options with { Columns = new LogColumns { TimeFormat = format } });
        Assert.Equal($"2017-07-14T{expected}Z", (string)prepared.ToJson()["start"]!);
    }

    [Fact]
    public void Times_of_another_kind_than_most_are_unreadable()
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows + "u,a,2017-07-14\nu,a,1500000000000\n");
        PreparedLog prepared = scratch.Prepare("log.csv", options => options with { BadRows = new BadRowLimit(2, null) });
        Assert.Equal("seconds since 1970", prepared.Read.TimeFormat);
        Assert.Equal(
            ["has '2017-07-14' for a time in time", "has '1500000000000' for a time in time"],
            prepared.Read.FirstUnreadable.Select(bad => bad.Problem));
    }

    [Fact]
    public void An_unknown_time_format_is_wrong_usage()
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows);
        scratch.Refuses<UsageException>(
            "log.csv", options => options with { Columns = new LogColumns { TimeFormat = "x" } }, "--time-format is 'x'");
        scratch.Refuses<DataFormatException>(
            "log.csv", options => options with { Columns = new LogColumns { TimeFormat = "%Q" } }, "log.csv: cannot be read", "%Q");
    }

    [Fact]
    public void Columns_and_kinds_can_be_named()
    {
        using Scratch scratch = new Scratch().With(
            "log.csv",
            "who,what,when,how\nu,a,1500000000,view\nu,b,1500000001,cart\nu,c,1500000002,like\n"
            + "v,b,1500200000,view\nv,a,1500200001,view\n");
        var columns = new LogColumns { User = "who", Item = "what", Time = "when", Event = "how" };
        PreparedLog prepared = scratch.Prepare(
            "log.csv", options => options with { Columns = columns, Rules = Scratch.All with { Keep = ["view", "cart"] } });
        Assert.Equal(["a b"], scratch.Train());
        Assert.Equal(1, prepared.Read.OtherEvents);
        Assert.Equal([("view", 3), ("cart", 1), ("like", 1)], prepared.Read.Kinds.Select(one => (one.Key, (int)one.Value)));
        scratch.Refuses<DataFormatException>(
            "log.csv",
            options => options with { Folder = scratch["other"], Columns = columns with { Item = "sku" } },
            "there is no column 'sku'; there are 'who', 'what', 'when', 'how'; give --item one of these");
        scratch.Refuses<DataFormatException>(
            "log.csv",
            options => options with { Folder = scratch["other"], Columns = columns, Rules = Scratch.All with { Keep = ["buy"] } },
            "leaves no event",
            "all are of other kinds");
        scratch.Refuses<UsageException>(
            "log.csv",
            options => options with
            {
                Folder = scratch["other"],
                Columns = columns with { Event = null },
                Rules = Scratch.All with { Keep = ["buy"] },
            },
            "name it with --event");
    }

    [Fact]
    public void A_log_without_a_header_is_read_by_the_names_that_are_given()
    {
        using Scratch scratch = new Scratch().With("log.txt", Rows.Replace(',', '~'));
        var columns = new LogColumns { Header = ["user", "item", "time"], Delimiter = "~" };
        scratch.Prepare("log.txt", options => options with { Columns = columns });
        Assert.Equal(["a b", "b a"], scratch.Train());
        scratch.Refuses<DataFormatException>(
            "log.txt",
            options => options with { Folder = scratch["other"], Columns = columns with { Header = ["user", "item"] } },
            "line 1: has 3 fields, and --columns 2 names");
    }

    [Fact]
    public void The_same_log_gives_the_same_bytes_on_any_number_of_threads_and_packed_or_not()
    {
        var random = new Random(5);
        string log = Header + string.Concat(Enumerable.Range(0, 150_000).Select(_ =>
            $"u{random.Next(4000)},i{random.Next(random.Next(1, 3000))},{1_500_000_000 + (random.Next(20_000) * 60)}\n"));
        using Scratch scratch = new Scratch().With("log.csv", log).With("log.csv.gz", Scratch.Gzip(log));
        foreach ((string name, int threads) in ((string, int)[])[("one", 1), ("two", 2), ("packed", 3)])
        {
            scratch.Prepare(
                name == "packed" ? "log.csv.gz" : "log.csv",
                options => options with
                {
                    Folder = scratch[name],
                    Threads = threads,
                    Rules = new PreparationRules { MinSupport = 3, Valid = true, MergeRepeats = true },
                });
        }

        string[] files = [.. Directory.GetFiles(scratch["one"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["dataset.json", "items.txt.gz", "test.sessions.txt.gz", "train.sessions.txt.gz", "valid.sessions.txt.gz"], files);
        foreach (string file in files.Skip(1))
        {
            byte[] one = File.ReadAllBytes(scratch[$"one/{file}"]);
            Assert.Equal(one, File.ReadAllBytes(scratch[$"two/{file}"]));
            Assert.Equal(one, File.ReadAllBytes(scratch[$"packed/{file}"]));
        }
    }

    [Fact]
    public void A_second_preparation_of_the_folder_is_refused_and_what_dead_ones_left_goes()
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows);
        using (OutputLock.Beside(scratch["made"]))
            Assert.Contains("made: another run is writing this", Assert.Throws<InputException>(() => scratch.Prepare("log.csv")).Message);
        string dead = $"made.{Guid.NewGuid():N}.tmp", others = $"made2.{Guid.NewGuid():N}.tmp";
        scratch.With($"{dead}/work/database", "half").With($"{others}/work/database", "half");
        scratch.Prepare("log.csv");
        Assert.Equal(["log.csv", "made", others], scratch.Names);
    }

    [Fact]
    public void A_log_that_lies_where_the_data_set_is_to_be_is_not_replaced()
    {
        using Scratch scratch = new Scratch().With("made/train.csv", Header + Rows);
        File.CreateSymbolicLink(scratch["log.csv"], "made/train.csv");
        foreach (string log in (string[])["made/train.csv", "log.csv"])
            scratch.Refuses<InputException>(log, options => options with { Replace = true }, "which is read; give another name");
        Assert.Equal(Header + Rows, File.ReadAllText(scratch["made/train.csv"]));
    }

    [Fact]
    public void A_link_to_a_folder_stays_and_the_folder_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes.");
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows);
        Directory.CreateDirectory(scratch["far/real"], Mode);
        Directory.CreateSymbolicLink(scratch["made"], "far/real");
        scratch.Prepare("log.csv");
        Assert.Equal("far/real", new DirectoryInfo(scratch["made"]).LinkTarget);
        Assert.Equal(["real"], Directory.GetFileSystemEntries(scratch["far"]).Select(path => Path.GetFileName(path)));
        Assert.Equal((Mode, 4), (File.GetUnixFileMode(scratch["far/real"]), Directory.GetFiles(scratch["far/real"]).Length));
    }

    [Fact]
    public void What_is_there_already_is_replaced_only_if_it_is_a_data_set_and_that_is_asked_for()
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows);
        scratch.Prepare("log.csv");
        scratch.With("made/knn-tuning.json", "{}");
        scratch.Refuses<InputException>("log.csv", null, "made: there is something already", "--force");
        scratch.Prepare("log.csv", options => options with { Replace = true });
        Assert.Equal(
            ["dataset.json", "items.txt.gz", "test.sessions.txt.gz", "train.sessions.txt.gz"],
            Directory.GetFiles(scratch["made"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        scratch.With("made/thesis.docx", "mine");
        scratch.Refuses<InputException>("log.csv", options => options with { Replace = true }, "made: holds thesis.docx");
        scratch.Refuses<InputException>("log.csv", options => options with { Folder = scratch["log.csv"] }, "this is a file");
        Directory.CreateDirectory(scratch["empty"]);
        scratch.Prepare("log.csv", options => options with { Folder = scratch["empty"] });
        Assert.Equal(["empty", "log.csv", "made"], scratch.Names);
    }

    [Theory]
    [InlineData("reading the log")]
    [InlineData("cutting sequences")]
    [InlineData("leaving out rare items")]
    [InlineData("writing")]
    public void Work_that_is_stopped_leaves_nothing(string stage)
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows);
        using var stop = new CancellationTokenSource();
        var e = Assert.ThrowsAny<OperationCanceledException>(() => LogPreparation.Run(
            new PreparationOptions([scratch["log.csv"]], scratch["made"], Scratch.All), new StoppingProgress(stage, stop), stop.Token));
        Assert.Equal("Stopped; nothing was written.", e.Message);
        Assert.Equal(["log.csv"], scratch.Names);
    }

    [Theory]
    [InlineData("none.csv", "there is no such file")]
    [InlineData("none*.csv", "holds no log")]
    [InlineData("folder", "holds no log")]
    public void A_log_that_is_not_there_is_refused(string log, string problem)
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["folder"]);
        scratch.Refuses<DataFormatException>(log, null, log, problem);
    }

    [Fact]
    public void A_files_name_may_have_any_characters()
    {
        const string Name = "a [1] 'x' {b} #%.csv";
        using Scratch scratch = new Scratch().With(Name, Header + Rows);
        Assert.Equal(6, scratch.Prepare(Name).Read.Events);
    }

    [Fact]
    public void Rules_that_exclude_each_other_are_wrong_usage()
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + Rows).With("sessions.csv", "session,item,time\n" + Rows);
        scratch.Refuses<UsageException>(
            "log.csv",
            options => options with { Rules = Scratch.All with { MaxLength = 2, MinLength = 3 } },
            "--max-length 2 is below --min-length 3");
        scratch.Refuses<UsageException>(
            "log.csv", options => options with { Rules = Scratch.All with { Valid = true, Split = SplitRule.LastShare(0.5m) } }, "--valid");
        scratch.Refuses<UsageException>(
            "sessions.csv",
            options => options with { Rules = Scratch.All with { Split = SplitRule.LastOfUsers } },
            "--split last needs a column of users");
    }

    // Sessions of one day, those from the bar on of the next.
    private static PreparedLog Sessions(PreparationRules rules, params string[] sessions)
    {
        var lines = new List<string> { "session,item,time" };
        int day = 0;
        for (int s = 0; s < sessions.Length; s++)
        {
            if (sessions[s].StartsWith('|')) day = 1;
            string[] items = sessions[s].TrimStart('|', ' ').Split(' ');
            for (int i = 0; i < items.Length; i++) lines.Add($"{s},{items[i]},{1_500_076_800 + (day * 86_400) + i}");
        }

        using Scratch scratch = new Scratch().With("log.csv", string.Join('\n', lines) + '\n');
        return scratch.Prepare("log.csv", options => options with { Rules = rules with { WholeDays = true } });
    }
}
