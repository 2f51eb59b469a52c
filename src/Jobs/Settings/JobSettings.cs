using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Training;
using static OnDeviceRec.Jobs.Settings.JobVerbs;
using static OnDeviceRec.Jobs.Settings.SettingGroup;

namespace OnDeviceRec.Jobs.Settings;

/// <summary>Every setting of a job, once: property, name, range, meaning.</summary>
public static class JobSettings
{
    private const JobVerbs Whole = Run | Demo, Teaching = Train | Run | Demo, Distilling = Distill | Run | Demo;
    private const JobVerbs Any = Train | Distill | Run | Demo;

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Place("data", Train | Distill | Run, "The data set's folder", job => job.Data, (job, path) => job with { Data = path }),
        Place(
            "teacher", Distill, "The teacher's model file, or several with commas between them",
            job => job.TeacherFile, (job, path) => job with { TeacherFile = path }),
        Place(
            "out", Any, "What is written: the model file, or by run and demo the folder",
            job => job.Output, (job, path) => job with { Output = path }),
        Setting.Real(
            "valid", SettingGroup.Data, Any,
            "Share of the train sequences, the latest, held out to choose by; 0 trains on all for exactly --epochs",
            "from 0 to below 1", value => value is >= 0 and < 1,
            job => job.ValidationShare, (job, value) => job with { ValidationShare = value }),

        Size(
            "width", "Width d of items and encodings", ModelConfiguration.MaxWidth,
            e => e.Width, (e, value) => e with { Width = value, Inner = e.Inner == e.Width ? value : e.Inner }),
        Size(
            "heads", "Attention heads, a divisor of the width", ModelConfiguration.MaxWidth,
            e => e.Heads, (e, value) => e with { Heads = value }),
        Size("layers", "Transformer layers", ModelConfiguration.MaxLayers, e => e.Layers, (e, value) => e with { Layers = value }),
        Size(
            "inner", "Inner width of the feed-forward; it follows --width unless given", ModelConfiguration.MaxWidth,
            e => e.Inner, (e, value) => e with { Inner = value }),
        Size(
            "max-length", "T_max: the most recent items that count", ModelConfiguration.MaxWindow,
            e => e.MaxLength, (e, value) => e with { MaxLength = value }),
        Setting.Choice(
            "readout", Model, Teaching, "How positions are pooled into h", ["soft-attention", "last"],
            job => ReadoutName.Of(job.Encoder.Readout),
            (job, word) => job with { Encoder = job.Encoder with { Readout = ReadoutName.Parse(word) } }),
        Setting.Real(
            "logit-scale", Model, Teaching, "s of a cosine head: scores are s·cos(h, E[v]) for a full table; 0 leaves h as it is",
            "from 0 to below 1e6", value => value is >= 0 and < 1e6,
            job => job.LogitScale, (job, value) => job with { LogitScale = value }),
        Setting.Real(
            "compression", Model, Distilling,
            "In place of a size, how many times smaller the item table alone is: V·d of the teacher over its numbers of 32 bits",
            "from 1 to below 1e9", value => value is >= 1 and < 1e9,
            job => job.Table.Compression,
            (job, value) => job with { Table = job.Table.OfCompression(value) }),
        Setting.Text(
            "size", Model, Distilling,
            "About what the student's packed int4 file is to take: so many times less than the teacher's fp32 file, or bytes; "
            + "auto: 60 times less, or 64 bits an item and more where the catalog is small; with --preset paper a train of its compression",
            $"like {ModelSize.Examples}", ModelSize.IsSize,
            job => job.Table.Size, (job, text) => job with { Table = job.Table with { Size = text, Shape = null } }),
        Setting.Text(
            "shape", Model, Distilling, "The student's item table itself, in place of size or compression",
            $"like {TableShapeText.Examples}", TableShapeText.IsShape,
            job => job.Table.Shape, (job, text) => job with { Table = job.Table with { Shape = text } }),

        Both(
            "epochs", Any, "The most epochs; with a cosine exactly as many",
            options => options.Epochs, (options, value) => options with { Epochs = value }),
        Setting.Whole(
            "student-epochs", SettingGroup.Training, Whole, "The students' epochs; --epochs if that alone is given",
            1, int.MaxValue,
            job => job.Student.Epochs, (job, value) => job with { Student = job.Student with { Epochs = value } }),
        Both("batch", Any, "Examples in a step", options => options.Batch, (options, value) => options with { Batch = value }),
        Of(
            Teacher, "learning-rate", Teaching, "Adam's learning rate, of the teacher", LearningRate,
            t => t.LearningRate, (t, value) => t with { LearningRate = value }),
        ScheduleOf(
            Teacher, "schedule", Teaching,
            "How it goes on, of the teacher: constant, until validation is best; cosine, falling over all --epochs"),
        Of(
            Teacher, "dropout", Teaching, "Dropout probability, of the teacher", Dropout,
            t => t.Dropout, (t, value) => t with { Dropout = value }),
        Setting.Whole(
            "student-batch", SettingGroup.Training, Whole, "Examples in a step of the students; --batch if that alone is given",
            1, int.MaxValue,
            job => job.Student.Batch, (job, value) => job with { Student = job.Student with { Batch = value } }),
        Of(
            Student, "student-learning-rate", Distilling, "Adam's learning rate, of the students", LearningRate,
            t => t.LearningRate, (t, value) => t with { LearningRate = value }),
        ScheduleOf(Student, "student-schedule", Distilling, "How it goes on, of the students: constant or cosine"),
        Of(
            Student, "student-dropout", Distilling, "Dropout probability, of the students", Dropout,
            t => t.Dropout, (t, value) => t with { Dropout = value }),
        Both(
            "time-decay",
            "Exponential time-decay sampling: an epoch has the first train sequences e to the power of it less often than the last; "
            + "0 has all alike",
            Below(100), options => options.TimeDecay, (options, value) => options with { TimeDecay = value }),
        Of(
            Student, "student-time-decay", Whole, "The students' time decay; --time-decay if that alone is given", Below(100),
            options => options.TimeDecay, (options, value) => options with { TimeDecay = value }),
        Both(
            "knn-labels", "Weight of kNN pseudo-labels beside the true next item; 0 for none", Below(1e6),
            options => options.KnnLabelWeight, (options, value) => options with { KnnLabelWeight = value }),
        Both(
            "patience", Any, "Epochs without a better validation HR@20 + MRR@20 before a training with a constant learning rate stops",
            options => options.Patience, (options, value) => options with { Patience = value }),
        Both(
            "negatives", Any,
            "Items drawn for a step in place of a softmax over the whole catalog, for catalogs of several 100,000; 0 for the whole",
            options => options.Negatives, (options, value) => options with { Negatives = value }, least: 0),
        Setting.Switch(
            "refit", SettingGroup.Training, Any,
            "Train the files on all train sequences; with a constant learning rate anew, for as many epochs as were best on validation",
            job => job.Refit, (job, value) => job with { Refit = value }),
        Setting.Switch(
            "tune", SettingGroup.Training, Run,
            "First choose those of --time-decay, --knn-labels and --dropout that are not given, on validation by short teacher trainings",
            job => job.Tune, (job, value) => job with { Tune = value }),
        Setting.Whole(
            "seed", SettingGroup.Training, Any, "Keys every random number of the job", 0UL, ulong.MaxValue, job => job.Teacher.Seed,
            (job, value) => job with { Teacher = job.Teacher with { Seed = value }, Student = job.Student with { Seed = value } }),

        Setting.Whole(
            "teachers", SettingGroup.Distillation, Whole, "Teachers to train, with seeds one apart; students learn from their mean logits",
            1, 32, job => job.Teachers, (job, value) => job with { Teachers = value }),
        Setting.Choice(
            "start", SettingGroup.Distillation, Distilling,
            "Start values of the student: teacher, the teacher's own where the student has its width; random",
            ["teacher", "random"],
            job => job.StartFromTeacher ? "teacher" : "random",
            (job, word) => job with { StartFromTeacher = word == "teacher" }),
        Weight("ce", "the true next item", weights => weights.CrossEntropy, (weights, value) => weights with { CrossEntropy = value }),
        Weight(
            "kl", "the teacher's soft targets",
            weights => weights.SoftTargets, (weights, value) => weights with { SoftTargets = value }),
        Weight("con", "the contrastive task", weights => weights.Contrastive, (weights, value) => weights with { Contrastive = value }),
        Weight("pre", "the predictive task", weights => weights.Predictive, (weights, value) => weights with { Predictive = value }),
        Setting.Whole(
            "pre-negatives", SettingGroup.Distillation, Distilling,
            "Items drawn for a step of the predictive task in place of the whole catalog; 0 for the whole",
            0, int.MaxValue,
            job => job.Weights.PredictiveNegatives,
            (job, value) => job with { Weights = job.Weights with { PredictiveNegatives = value } }),
        Setting.Switch(
            "recombination", SettingGroup.Distillation, Distilling,
            "Recombine popular and rare items in the views of con and pre",
            job => job.Weights.Recombination,
            (job, value) => job with { Weights = job.Weights with { Recombination = value } }),
        Setting.Real(
            "temperature", SettingGroup.Distillation, Distilling, "θ of the soft targets",
            "from 1e-3 to below 1e3", value => value is >= 1e-3 and < 1e3,
            job => job.Weights.Temperature, (job, value) => job with { Weights = job.Weights with { Temperature = value } }),
    ];

    private static Whose Teacher => new(job => job.Teacher, (job, options) => job with { Teacher = options });

    private static Whose Student => new(job => job.Student, (job, options) => job with { Student = options });

    private static (string Range, Func<double, bool> Fits) LearningRate => ("from 1e-9 to below 10", value => value is >= 1e-9 and < 10);

    private static (string Range, Func<double, bool> Fits) Dropout => ("from 0 to below 1", value => value is >= 0 and < 1);

    /// <summary>What a verb takes.</summary>
    /// <param name="verb">The verb.</param>
    public static IEnumerable<Setting> Of(JobVerbs verb) => All.Where(setting => (setting.Verbs & verb) != 0);

    /// <summary>The setting of a name.</summary>
    /// <param name="name">The name, without the hyphens in front.</param>
    /// <exception cref="InvalidOperationException">No setting has it.</exception>
    public static Setting Named(string name) => All.First(setting => setting.Name == name);

    /// <summary>
    /// The option of a verb: the students' learning rate, its schedule and dropout are <c>distill</c>'s only ones and go without "student-"
    /// there.
    /// </summary>
    /// <param name="setting">The setting.</param>
    /// <param name="verb">The verb.</param>
    public static string OptionOf(Setting setting, JobVerbs verb)
    {
        const string OfStudents = "student-";
        return "--" + (verb == Distill && setting.Name.StartsWith(OfStudents, StringComparison.Ordinal)
            ? setting.Name[OfStudents.Length..]
            : setting.Name);
    }

    private static (string Range, Func<double, bool> Fits) Below(double limit) =>
        (FormattableString.Invariant($"from 0 to below {limit}"), value => value >= 0 && value < limit);

    private static Setting Place(
        string name, JobVerbs verbs, string help, Func<JobOptions, string?> get, Func<JobOptions, string, JobOptions> set) =>
        Setting.Text(name, SettingGroup.Data, verbs, help, "a path", path => path.Length > 0, get, set);

    private static Setting ScheduleOf(Whose whose, string name, JobVerbs verbs, string help) => Setting.Choice(
        name, SettingGroup.Training, verbs, help, ["constant", "cosine"],
        job => whose.Get(job).Schedule.ToString().ToLowerInvariant(),
        (job, word) => whose.Set(job, whose.Get(job) with { Schedule = Enum.Parse<LearningRateSchedule>(word, ignoreCase: true) }));

    private static Setting Size(
        string name, string help, int most, Func<EncoderSizes, int> get, Func<EncoderSizes, int, EncoderSizes> set) =>
        Setting.Whole(
            name, Model, Teaching, help, 1, most,
            job => get(job.Encoder), (job, value) => job with { Encoder = set(job.Encoder, value) });

    private static Setting Both(
        string name,
        JobVerbs verbs,
        string help,
        Func<TrainingOptions, int> get,
        Func<TrainingOptions, int, TrainingOptions> set,
        int least = 1) =>
        Setting.Whole(
            name, SettingGroup.Training, verbs, help, least, int.MaxValue,
            job => get(job.Teacher),
            (job, value) => job with { Teacher = set(job.Teacher, value), Student = set(job.Student, value) });

    private static Setting Both(
        string name,
        string help,
        (string Range, Func<double, bool> Fits) range,
        Func<TrainingOptions, float> get,
        Func<TrainingOptions, float, TrainingOptions> set) =>
        Setting.Real(
            name, SettingGroup.Training, Any, help, range.Range, range.Fits,
            job => get(job.Teacher),
            (job, value) => job with { Teacher = set(job.Teacher, value), Student = set(job.Student, value) });

    private static Setting Of(
        Whose whose,
        string name,
        JobVerbs verbs,
        string help,
        (string Range, Func<double, bool> Fits) range,
        Func<TrainingOptions, float> get,
        Func<TrainingOptions, float, TrainingOptions> set) =>
        Setting.Real(
            name, SettingGroup.Training, verbs, help, range.Range, range.Fits,
            job => get(whose.Get(job)), (job, value) => whose.Set(job, set(whose.Get(job), value)));

    private static Setting Weight(string name, string of, Func<LossWeights, float> get, Func<LossWeights, float, LossWeights> set) =>
        Setting.Real(
            name, SettingGroup.Distillation, Distilling, $"Weight of {of}; 0 switches it off",
            "from 0 to below 1e6", value => value is >= 0 and < 1e6,
            job => get(job.Weights), (job, value) => job with { Weights = set(job.Weights, value) });

    /// <summary>One of the trainings of a job.</summary>
    private sealed record Whose(Func<JobOptions, TrainingOptions> Get, Func<JobOptions, TrainingOptions, JobOptions> Set);
}
