using System.Globalization;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class RunTests
{
    private static readonly string[] Models =
        ["teacher.odr", "student.odr", "student-from-scratch.odr", "student.int8.odr", "student.int4.odr"];

    [Theory]
    [InlineData("copy", "int4", "int8")]
    [InlineData("paper", "int8", "int4")]
    public async Task The_page_compares_the_student_s_file_that_ships(string preset, string shipped, string other)
    {
        using var place = Workplace.Create();
        JsonObject json = (await Run(place, "out", "--json", "--preset", preset)).Json();
        string html = await File.ReadAllTextAsync(place["out/report.html"], TestContext.Current.CancellationToken);
        string ofLengths = html.Split("<figure ")[2];
        Assert.Contains($">student, {shipped}</text>", ofLengths, StringComparison.Ordinal);
        Assert.DoesNotContain($">student, {other}</text>", ofLengths, StringComparison.Ordinal);
        double rate = (double)json[shipped == "int4" ? "studentInt4" : "studentInt8"]!["HR@20"]!;
        Assert.Contains(FormattableString.Invariant($"<strong>{100 * rate:F1} %</strong>"), html, StringComparison.Ordinal);
        Assert.Contains($"student.{shipped}.odr --interactive", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_leaves_models_and_report_whose_numbers_come_from_the_files()
    {
        using var place = Workplace.Create();
        JsonObject json = (await Run(place, "out", "--json")).Json();
        Assert.Equal(
            [
                "job.json", "report.html", "report.json", "report.md",
                "student-from-scratch.odr", "student.int4.odr", "student.int8.odr", "student.odr", "teacher.odr", "trainings.json",
            ],
            Directory.GetFileSystemEntries(place["out"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        foreach (string row in (string[])["POP", "S-POP", "teacher", "student", "studentInt8", "studentInt4", "studentFromScratch"])
            Metrics.AreWhole(json[row]);
        Assert.True((double)json["tableCompression"]! >= 2);
        Assert.Equal(
            (double)place.Bytes("out/teacher.odr").Length / place.Bytes("out/student.odr").Length, (double)json["fileCompression"]!, 1e-12);
        foreach (string precision in (string[])["int8", "int4"])
        {
            byte[] small = place.Bytes($"out/student.{precision}.odr");
            Assert.Equal((double)place.Bytes("out/teacher.odr").Length / small.Length, (double)json[$"{precision}FileCompression"]!, 1e-12);
            (await place.Call("quantize", "out/student.odr", "--to", precision, "--out", "small.odr")).Done();
            Assert.Equal(place.Bytes("small.odr"), small);
        }

        Assert.True((double)json["seconds"]! > 0);
        Assert.True(JsonNode.DeepEquals(
            json, JsonNode.Parse(await File.ReadAllTextAsync(place["out/report.json"], TestContext.Current.CancellationToken))));

        string html = await File.ReadAllTextAsync(place["out/report.html"], TestContext.Current.CancellationToken);
        Assert.Contains($"<strong>{100 * (double)json["studentInt4"]!["HR@20"]!:F1} %</strong>", html, StringComparison.Ordinal);
        foreach (string heading in (string[])
            ["Accuracy", "What is better than what", "Where it is good and where not", "Lists", "Size", "Speed", "How it was trained"])
            Assert.Contains($"<h2>{heading}</h2>", html, StringComparison.Ordinal);
        Assert.Contains("--interactive", html, StringComparison.Ordinal);

        foreach ((string row, string file) in ((string, string)[])
            [
                ("teacher", Models[0]), ("student", Models[1]), ("studentFromScratch", Models[2]),
                ("studentInt8", Models[3]), ("studentInt4", Models[4]),
            ])
        {
            JsonObject evaluated = (await place.Call("evaluate", "--model", $"out/{file}", "--data", "data", "--json")).Json();
            foreach ((string key, JsonNode? value) in evaluated) Assert.True(JsonNode.DeepEquals(value, json[row]![key]), $"{row}, {key}");
        }

        foreach ((string name, string first, string second) in ((string, string, string)[])
            [
                ("teacher − S-POP", "teacher", "S-POP"),
                ("student − teacher", "student", "teacher"),
                ("student, int8 − teacher", "studentInt8", "teacher"),
                ("student, int4 − teacher", "studentInt4", "teacher"),
            ])
        {
            foreach (string metric in (string[])["HR@20", "MRR@20", "NDCG@10"])
            {
                double[] difference = [.. json["differences"]![name]![metric]!.AsArray().Select(number => (double)number!)];
                Assert.Equal((double)json[first]![metric]! - (double)json[second]![metric]!, difference[0], 1e-12);
                Assert.InRange(difference[0], difference[1], difference[2]);
            }
        }

        JsonObject baselines = (await place.Call("baselines", "--data", "data", "--json")).Json();
        foreach (string row in (string[])["POP", "S-POP"]) Assert.True(JsonNode.DeepEquals(baselines[row], json[row]), row);
    }

    [Fact]
    public async Task The_table_and_the_page_show_every_row()
    {
        using var place = Workplace.Create();
        Outcome outcome = (await Run(place, "out")).Done();
        string page = await File.ReadAllTextAsync(place["out/report.md"], TestContext.Current.CancellationToken);
        Assert.Contains("odrec run --data data --out out", page, StringComparison.Ordinal);
        foreach (string text in (string[])[outcome.Output, page])
        {
            foreach (string row in (string[])
                ["POP", "S-POP", "teacher", "student", "student, int8", "student, int4", "student from scratch"])
            {
                Assert.Matches($@"(?m)^[ |]+{row} ", text);
            }
        }
    }

    [Fact]
    public async Task The_report_has_every_epoch_and_shows_the_one_that_was_chosen()
    {
        using var place = Workplace.Create();
        Outcome outcome = await Run(place, "out", "--epochs", "3", "--student-epochs", "2", "--refit", "false", "--json");
        JsonObject json = outcome.Json();
        string page = await File.ReadAllTextAsync(place["out/report.md"], TestContext.Current.CancellationToken);
        Assert.Matches(
            @"(?m)^Epochs, validation .*:\n\n\| epoch \| teacher \| student \| student from scratch \|\n\|.*\n\| 1 \| [*\d]", page);
        foreach (string model in (string[])["teacher", "student", "studentFromScratch"])
        {
            JsonArray history = json[model]!["history"]!.AsArray();
            Assert.Equal((int)json[model]!["epochs"]!, history.Count);
            Assert.Equal(Enumerable.Range(1, history.Count), history.Select(epoch => (int)epoch!["epoch"]!));
            Assert.Equal((double)json[model]!["trainingSeconds"]!, history.Sum(epoch => (double)epoch!["seconds"]!), 1e-9);
            JsonNode best = history[(int)json[model]!["bestEpoch"]! - 1]!;
            string metrics = string.Create(
                CultureInfo.InvariantCulture, $"**{100 * (double)best["hitRate20"]!:F2} / {100 * (double)best["reciprocalRank20"]!:F2}**");
            Assert.Contains(metrics, page, StringComparison.Ordinal);
        }

        Assert.All(outcome.ErrorLines.Where(line => line.Contains(": epoch ")), line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public async Task Models_depend_on_the_seed_and_not_on_the_threads()
    {
        using var place = Workplace.Create();
        (await Run(place, "one")).Done();
        (await Run(place, "again")).Done();
        (await Odrec.Call(place[""], [.. Arguments("two"), "--epochs", "1", "--threads", "2"])).Done();
        (await Run(place, "other", "--seed", "2")).Done();
        foreach (string model in Models)
        {
            byte[] one = place.Bytes($"one/{model}");
            Assert.Equal(one, place.Bytes($"again/{model}"));
            Assert.Equal(one, place.Bytes($"two/{model}"));
            Assert.NotEqual(one, place.Bytes($"other/{model}"));
        }
    }

    [Fact]
    public async Task Run_makes_the_models_of_train_and_distill()
    {
        using var place = Workplace.Create();
        string[] common = ["--epochs", "1", "--learning-rate", "0.01", "--dropout", "0.2"];
        (await place.Call([
            "run", "--data", "data", "--out", "out", "--width", "8", "--compression", "2", "--student-learning-rate", "0.01",
            "--student-dropout", "0.2", "--refit", "false", .. common])).Done();
        (await place.Call(["train", "--data", "data", "--out", "t.odr", "--width", "8", .. common])).Done();
        (await place.Call(["distill", "--data", "data", "--teacher", "t.odr", "--out", "s.odr", "--compression", "2", .. common])).Done();
        Assert.Equal(place.Weights("t.odr"), place.Weights("out/teacher.odr"));
        Assert.Equal(place.Weights("s.odr"), place.Weights("out/student.odr"));
    }

    [Fact]
    public async Task A_refit_makes_the_models_of_trainings_on_all_sequences_for_the_epochs_that_validated_best()
    {
        using var place = Workplace.Create();
        Outcome outcome = await Run(
            place, "out", "--epochs", "4", "--schedule", "constant", "--student-schedule", "constant", "--json");
        JsonObject json = outcome.Json();
        Assert.True((bool)json["teacher"]!["refit"]!);
        Assert.Single(outcome.ErrorLines, line => line == "tuning kNN");
        string[] all = ["--valid", "0", "--schedule", "constant", "--epochs"];
        (await place.Call([
            "train", "--data", "data", "--out", "t.odr", "--width", "8", .. all, $"{json["teacher"]!["bestEpoch"]}"])).Done();
        (await place.Call([
            "distill", "--data", "data", "--teacher", "t.odr", "--out", "s.odr", "--compression", "2",
            .. all, $"{json["student"]!["bestEpoch"]}"])).Done();
        Assert.Equal(place.Weights("t.odr"), place.Weights("out/teacher.odr"));
        Assert.Equal(place.Weights("s.odr"), place.Weights("out/student.odr"));
        Assert.NotEqual(place.Bytes("out/student-from-scratch.odr"), place.Bytes("out/student.odr"));
        Assert.False(Directory.Exists(place["out/choosing"]));
        Assert.Contains(
            "on all of them, for as many epochs as validated best",
            await File.ReadAllTextAsync(place["out/report.md"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_cosines_the_models_are_trained_once_on_all_sequences()
    {
        using var place = Workplace.Create();
        Outcome outcome = await Run(place, "out", "--epochs", "2", "--student-epochs", "1", "--json");
        JsonObject json = outcome.Json();
        Assert.False((bool)json["teacher"]!["refit"]!);
        Assert.Equal((2, 1), ((int)json["teacher"]!["epochs"]!, (int)json["student"]!["epochs"]!));
        (await place.Call("train", "--data", "data", "--out", "t.odr", "--width", "8", "--valid", "0", "--epochs", "2")).Done();
        (await place.Call([
            "distill", "--data", "data", "--teacher", "t.odr", "--out", "s.odr", "--compression", "2", "--valid", "0", "--epochs", "1"]))
            .Done();
        Assert.Equal(place.Weights("t.odr"), place.Weights("out/teacher.odr"));
        Assert.Equal(place.Weights("s.odr"), place.Weights("out/student.odr"));
        string page = await File.ReadAllTextAsync(place["out/report.md"], TestContext.Current.CancellationToken);
        Assert.Contains("trained on all train sequences", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_teachers_differ_by_their_seeds_and_all_of_them_teach_the_student()
    {
        using var place = Workplace.Create();
        (await Run(place, "out", "--teachers", "2", "--epochs", "2", "--seed", "5")).Done();
        string[] common = ["--data", "data", "--valid", "0", "--epochs", "2"];
        foreach ((string file, string seed) in ((string, string)[])[("t.odr", "5"), ("t2.odr", "6")])
            (await place.Call(["train", "--out", file, "--width", "8", "--seed", seed, .. common])).Done();
        string[] distill = ["distill", "--out", "s.odr", "--compression", "2", "--seed", "5", .. common, "--teacher"];
        (await place.Call([.. distill, "t.odr,t2.odr"])).Done();
        Assert.Equal(place.Weights("t.odr"), place.Weights("out/teacher.odr"));
        Assert.Equal(place.Weights("t2.odr"), place.Weights("out/teacher-2.odr"));
        Assert.Equal(place.Weights("s.odr"), place.Weights("out/student.odr"));
        float[] ofBoth = place.Weights("s.odr");
        (await place.Call([.. distill, "t.odr"])).Done();
        Assert.NotEqual(ofBoth, place.Weights("s.odr"));
        string page = await File.ReadAllTextAsync(place["out/report.md"], TestContext.Current.CancellationToken);
        Assert.Contains("| all teachers |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_file_repeats_a_run_to_the_byte()
    {
        using var place = Workplace.Create();
        (await Run(place, "out", "--seed", "7", "--epochs", "2", "--kl", "3", "--time-decay", "1")).Done();
        (await place.Call("run", "--config", "out/job.json", "--out", "again")).Done();
        foreach (string file in (string[])["teacher.odr", "student.odr", "student.int4.odr", "student-from-scratch.odr"])
            Assert.Equal(place.Bytes($"out/{file}"), place.Bytes($"again/{file}"));
        Assert.Equal(place.Bytes("out/student.odr")[^40..^8], place.Bytes("again/teacher.odr")[^40..^8]);
    }

    [Fact]
    public async Task A_tuned_job_depends_on_no_thread_and_is_repeated_by_its_job_file_without_tuning()
    {
        using var place = Workplace.Create();
        string[] tuned = ["--tune", "--dropout", "0.2"];
        Outcome outcome = await Run(place, "out", [.. tuned, "--json"]);
        JsonNode tuning = outcome.Json()["tuning"]!;
        double[] criteria = [.. tuning["trials"]!.AsArray().Select(trial => (double)trial!["HR@20"]! + (double)trial["MRR@20"]!)];
        Assert.Equal(criteria.Max(), (double)tuning["chosen"]!["HR@20"]! + (double)tuning["chosen"]!["MRR@20"]!);
        JsonNode job = JsonNode.Parse(place.Bytes("out/job.json"))!;
        foreach (string key in (string[])["timeDecay", "knnLabels"]) Assert.Equal((double)tuning["chosen"]![key]!, (double)job[key]!);
        Assert.Equal((0.2, false), ((double)job["dropout"]!, (bool)job["tune"]!));
        Assert.Equal(criteria.Length + 1, outcome.ErrorLines.Count(line => line.StartsWith("tuning: ", StringComparison.Ordinal)));
        Assert.Contains(
            "Settings chosen by short trainings",
            await File.ReadAllTextAsync(place["out/report.md"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        (await Odrec.Call(place[""], [.. Arguments("two"), "--epochs", "1", .. tuned, "--threads", "2"])).Done();
        Outcome again = (await place.Call("run", "--config", "out/job.json", "--out", "again")).Done();
        Assert.DoesNotContain(again.ErrorLines, line => line.StartsWith("tuning", StringComparison.Ordinal));
        Assert.Equal(place.Bytes("out/tuning.json"), place.Bytes("two/tuning.json"));
        foreach (string model in Models)
        {
            Assert.Equal(place.Bytes($"out/{model}"), place.Bytes($"two/{model}"));
            Assert.Equal(place.Bytes($"out/{model}"), place.Bytes($"again/{model}"));
        }
    }

    [Fact]
    public async Task A_model_refitted_on_the_validation_sequences_is_not_validated_on_them()
    {
        using var place = Workplace.Create();
        (await Run(place, "out")).Done();
        (await place.Call("evaluate", "--model", "out/student.int8.odr", "--data", "data", "--split", "valid"))
            .Refused(2, "--split valid", "out/student.int8.odr was trained on 60 of 60 train sequences", "--split test");
        (await place.Call("evaluate", "--model", "out/student.int8.odr", "--data", "data")).Done();
        (await place.Call([.. Arguments("held"), "--epochs", "1", "--refit", "false"])).Done();
        (await place.Call("evaluate", "--model", "held/student.odr", "--data", "data", "--split", "valid")).Done();
    }

    private static string[] Arguments(string folder) => ["run", "--data", "data", "--out", folder, "--width", "8", "--compression", "2"];

    private static Task<Outcome> Run(Workplace place, string folder, params string[] more) =>
        place.Call([.. Arguments(folder), .. more.Contains("--epochs") ? more : ["--epochs", "1", .. more]]);
}
