using System.Text.Json.Nodes;
using System.Xml.Linq;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Experiments;
using OnDeviceRec.Jobs.Experiments.Studies;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tests.Experiments.Studies;

public sealed class StudyTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HeardProgress heard = new();

    // The preset on a shop of 60 items: a fraction of a second a training.
    private static JobOptions Job { get; } = Presets.Copy with
    {
        Encoder = Presets.Copy.Encoder with { Width = 16, Inner = 16 },
        Teacher = Presets.Copy.Teacher with { Epochs = 1, KnnLabelWeight = 0 },
        Student = Presets.Copy.Student with { Epochs = 1, KnnLabelWeight = 0 },
        Table = Presets.Copy.Table with { Size = null, Shape = "bits=8 width=8" },
    };

    [Fact]
    public void Rows_average_seeds_and_compare_them_with_the_other_arm()
    {
        Arm teacher = new(Part.Teacher, Job), student = new(Part.Student, Job);
        var pop = new StudyRow("POP", new Arm(Part.Popularity, Job));
        ExperimentRun run = Run(seeds: 2, new StudyRow("student", student, ("teacher", teacher)), pop);
        JsonObject row = run.Rows[0].Values;
        Assert.Equal((2, 1), ((int)row["seeds"]!, (int)run.Rows[1].Values["seeds"]!));
        double[] seeds = [.. row["HR@20 of seeds"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal(seeds.Average(), (double)row["HR@20"]!, 12);
        var bench = new Workbench(SmallData.Shop, folder.Path, heard, TestContext.Current.CancellationToken);
        EvaluationResult[] own = [.. new ulong[] { 1, 2 }.Select(seed => bench.Measure(student.WithSeed(seed)).Result)];
        EvaluationResult[] others = [.. new ulong[] { 1, 2 }.Select(seed => bench.Measure(teacher.WithSeed(seed)).Result)];
        Assert.Equal(own.Select(one => one.Metrics["HR@20"]), seeds);
        PairedDifference difference = PairedBootstrap.Difference(own, others, Metric.Named("NDCG@10"), null, seed: 1);
        Assert.Equal(
            [difference.Value, difference.Interval.Low, difference.Interval.High],
            row["Δ NDCG@10"]!.AsArray().Select(value => (double)value!));
        string[] shipped = Directory.GetFiles(folder["models"], "*-student-*.shipped.odr");
        Assert.Equal(shipped.Average(path => new FileInfo(path).Length), (double)row["fileBytes"]!);
        Assert.Null(run.Rows[1].Values["fileBytes"]);
    }

    [Fact]
    public void What_is_measured_is_never_trained_again()
    {
        StudyRow row = new("student", new Arm(Part.Student, Job));
        Run(1, row);
        Assert.Equal(4, heard.Stages.Count);
        Directory.Delete(Path.Combine(folder.Path, "models"), recursive: true);
        File.Delete(folder["scripted.json"]);
        Run(1, row);
        Assert.Equal(4, heard.Stages.Count);
        Run(1, new StudyRow("another", new Arm(Part.Student, Job with { Weights = Job.Weights with { SoftTargets = 2 } })));
        Assert.Equal(7, heard.Stages.Count);
    }

    [Fact]
    public void A_measurement_of_another_student_of_the_same_size_is_none()
    {
        StudyRow row = new("student", new Arm(Part.Student, Job));
        Run(1, row);
        string file = Directory.GetFiles(folder["measured"], "*-student-*")[0];
        string kept = File.ReadAllText(file);
        File.WriteAllText(file, kept.Replace("binary codes of 8 bits", "binary codes of 4 bits", StringComparison.Ordinal));
        File.Delete(folder["scripted.json"]);
        int stages = heard.Stages.Count;
        Run(1, row);
        Assert.Equal(stages + 2, heard.Stages.Count);
    }

    [Fact]
    public void A_row_about_a_slice_looks_at_its_examples_alone()
    {
        Arm teacher = new(Part.Teacher, Job);
        ExperimentRun run = Run(1, [.. new[] { "head", "tail", null }.Select(slice => new StudyRow($"{slice}", teacher, Slice: slice))]);
        Measurement measured = new Workbench(SmallData.Shop, folder.Path, heard, TestContext.Current.CancellationToken)
            .Measure(teacher.WithSeed(1));
        double[] values = [.. run.Rows.Select(row => (double)row.Values["HR@20"]!)];
        Assert.Equal(measured.Result.Slices.First(slice => slice.Name == "head").Metrics["HR@20"], values[0]);
        Assert.Equal(measured.Result.Slices.First(slice => slice.Name == "tail").Metrics["HR@20"], values[1]);
        Assert.Equal(measured.Result.Metrics["HR@20"], values[2]);
    }

    [Fact]
    public void A_rows_job_file_is_the_job_of_the_row()
    {
        Run(1, new StudyRow("a student", new Arm(Part.Student, Job)));
        string path = Assert.Single(Directory.GetFiles(folder["jobs"]));
        JobOptions read = JobFile.Apply(JobResolver.Start(JobVerbs.Run, JobFile.PresetOf(path)), JobVerbs.Run, path);
        Assert.Equal(JobFile.Hash(Job with { ValidationShare = 0 }, JobVerbs.Run), JobFile.Hash(read, JobVerbs.Run));
    }

    [Fact]
    public void Only_what_touches_a_part_makes_it_another_arm()
    {
        JobOptions other = Job with { Weights = Job.Weights with { SoftTargets = 2 }, StartFromTeacher = false, Teachers = 2 };
        Assert.NotEqual(Settings(Part.Student, Job), Settings(Part.Student, other));
        foreach (Part part in (Part[])[Part.StudentFromScratch, Part.Teacher, Part.Popularity])
            Assert.Equal(Settings(part, Job), Settings(part, other));
        JobOptions dropped = Job with { Teacher = Job.Teacher with { Dropout = 0.5f } };
        Assert.Equal(Settings(Part.StudentFromScratch, Job), Settings(Part.StudentFromScratch, dropped));
        Assert.NotEqual(Settings(Part.Teacher, Job), Settings(Part.Teacher, dropped));
        Assert.Equal(Settings(Part.Student, Job), new Arm(Part.Student, Job).WithSeed(5).WithSeed(1).Settings().ToJsonString());
    }

    [Fact]
    public void Product_codes_are_trained_and_found_again()
    {
        var codes = new CodedTable(Hashed: false, 2, 8);
        JobOptions job = Job with { Table = Job.Table with { Shape = "dense width=8" } };
        StudyRow[] rows =
        [
            new("quantiles", new Arm(Part.Student, job, codes)),
            new("hashes", new Arm(Part.StudentFromScratch, job, codes with { Hashed = true })),
            new("dense", new Arm(Part.Student, job)),
        ];
        ExperimentRun run = Run(1, rows);
        double[] bytes = [.. run.Rows.Select(row => (double)row.Values["fileBytes"]!)];
        Assert.Equal(bytes[0], bytes[1]);
        Assert.InRange(bytes[0], 1, bytes[2] - 1);
        int stages = heard.Stages.Count;
        File.Delete(folder["scripted.json"]);
        Assert.Equal(run.Rows.Select(row => row.Cells), Run(1, rows).Rows.Select(row => row.Cells));
        Assert.Equal(stages, heard.Stages.Count);
    }

    [Fact]
    public void A_figure_names_every_model_and_the_page_shows_it()
    {
        StudyRow[] rows = [new("teacher", new Arm(Part.Teacher, Job)), new("POP", new Arm(Part.Popularity, Job))];
        var study = new Study("scripted", "Rows of a test.", (_, _) => rows, hasFigure: true);
        study.Run(Call(study, folder.Path, Job));
        string name = $"scripted-{SmallData.Shop.Name}.svg";
        XElement figure = XElement.Load(folder[name]);
        string[] texts = [.. figure.Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value)];
        Assert.Contains("teacher", texts);
        Assert.Contains("HR@20, percent", texts);
        Assert.DoesNotContain("POP", texts);
        Assert.Contains($"]({name})", File.ReadAllText(folder["scripted.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Families_fill_the_bytes_of_a_student_60_times_smaller()
    {
        ModelConfiguration teacher = Presets.Copy.TeacherOf(36_968);
        long bytes = ModelSize.Bytes("60x", teacher);
        (string Name, string Shape)[] shapes = [.. FamilyShapes.Of(teacher, bytes)];
        Assert.Equal(5, shapes.Length);
        Assert.All(shapes, one => Assert.InRange(
            ModelFile.FileBytes(TableShapeText.Read(one.Shape, teacher) with { Precision = Precision.Int8 }), 0.85 * bytes, bytes));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{"data": 5}""")]
    [InlineData("null")]
    [InlineData("")]
    public void A_file_that_is_no_measurement_is_named(string text)
    {
        Run(1, new StudyRow("POP", new Arm(Part.Popularity, Job)));
        string file = Assert.Single(Directory.GetFiles(folder["measured"]));
        JsonObject json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        string[] damages =
            [text, With("ranks", "AAAA"), With("ranks", "no"), With("part", "Nothing"), With("job", 5), With("seconds", null)];
        foreach (string damaged in damages)
        {
            File.WriteAllText(file, damaged);
            var e = Assert.Throws<CheckpointException>(() => Run(1, new StudyRow("POP", new Arm(Part.Popularity, Job))));
            Assert.Equal(file, e.Path);
        }

        string With(string field, JsonNode? value)
        {
            JsonObject other = json.DeepClone().AsObject();
            other[field] = value;
            return other.ToJsonString();
        }
    }

    [Fact]
    public void Jobs_that_ask_validation_for_epochs_and_calls_without_a_folder_are_refused()
    {
        var study = new Study("scripted", "none", (_, _) => []);
        Assert.Throws<UsageException>(() => study.Run(Call(study, null, Job)));
        Assert.Throws<UsageException>(() => study.Run(Call(study, folder.Path, Presets.Paper)));
    }

    [Fact]
    public void Every_study_has_rows_of_different_names_and_fixed_epochs()
    {
        foreach (Func<JobOptions, IEnumerable<StudyRow>> rows in (Func<JobOptions, IEnumerable<StudyRow>>[])
        [
            StudyRows.Main, StudyRows.Teachers, StudyRows.Compression, job => StudyRows.Families(job, 40_727), StudyRows.Ablation,
            StudyRows.Tail, StudyRows.Initialization, StudyRows.Published,
        ])
        {
            StudyRow[] made = [.. rows(Presets.Copy)];
            Assert.Equal(made.Length, made.Select(row => row.Name).Distinct().Count());
            Assert.All(
                made.Where(row => row.Arm.Part is Part.Student or Part.StudentFromScratch),
                row => Assert.Equal(LearningRateSchedule.Cosine, row.Arm.Job.Student.Schedule));
        }
    }

    public void Dispose() => folder.Dispose();

    private static string Settings(Part part, JobOptions job) => new Arm(part, job).Settings().ToJsonString();

    private ExperimentRun Run(int seeds, params StudyRow[] rows)
    {
        var study = new Study("scripted", "Rows of a test.", (_, _) => rows);
        ExperimentRun run = Call(study, folder.Path, Job, seeds);
        study.Run(run);
        return run;
    }

    private ExperimentRun Call(Study study, string? path, JobOptions job, int seeds = 1) => new(study, SmallData.Shop, path)
    {
        Job = job,
        Seed = 1,
        Seeds = seeds,
        Command = "odrec experiment scripted",
        Progress = heard,
        Cancellation = TestContext.Current.CancellationToken,
    };
}
