using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>
/// Measures arms on a data set's test split: each is trained, evaluated from its shipped file through the device's runtime, once, and kept.
/// Teachers' files are kept too, as several arms are distilled from them.
/// </summary>
internal sealed class Workbench
{
    // By RetailRocket's validation part; from 0.1 to 0.4 it matters little.
    private const float ShareOfNeighbors = 0.25f;

    private readonly Dataset dataset;
    private readonly string models;
    private readonly MeasurementStore store;
    private readonly EvaluationJobs evaluation;
    private readonly TrainingJobs trainings;
    private readonly IProgress<WorkProgress> progress;
    private readonly CancellationToken cancellation;
    private readonly Lazy<BaselinesResult> baselines;

    /// <summary>A workbench.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="folder">Where <c>measured</c> and <c>models</c> go, and are found again.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it; checkpoints in <c>models</c> hold the state.</param>
    public Workbench(Dataset dataset, string folder, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        (this.dataset, this.progress, this.cancellation) = (dataset, progress, cancellation);
        models = Path.Combine(folder, "models");
        store = new MeasurementStore(Path.Combine(folder, "measured"), dataset);
        evaluation = new EvaluationJobs(dataset, dataset.Test, progress, cancellation);
        trainings = new TrainingJobs(dataset, validationShare: 0, progress, cancellation);
        baselines = new Lazy<BaselinesResult>(() => BaselinesJob.Run(
            dataset, dataset.Test, dataset.Train, Validation.DefaultShare, progress, cancellation));
    }

    /// <summary>What decides the measurement of an arm, as a text.</summary>
    /// <param name="arm">The arm.</param>
    public string KeyOf(Arm arm) => store.KeyOf(arm);

    /// <summary>Measures an arm, or takes the measurement that is kept.</summary>
    /// <param name="arm">The arm.</param>
    public Measurement Measure(Arm arm)
    {
        if (store.Find(arm) is { } kept) return kept;
        Measurement made = arm.Part switch
        {
            Part.Popularity => Baseline(evaluation.Popularity()),
            Part.SessionPopularity => Baseline(evaluation.SessionPopularity()),
            Part.Neighbors => Baseline(baselines.Value.Neighbors.Evaluation),
            Part.NeighborsWithRepeats => Baseline(baselines.Value.WithRepeats.Evaluation),
            Part.Teacher => OfTeacher(arm),
            Part.AllTeachers => OfTeachers(arm, evaluation.Ensemble),
            Part.TeacherAndNeighbors or Part.AllTeachersAndNeighbors => OfTeachers(
                arm,
                (name, teachers) => evaluation.Blend(
                    name, teachers, new KnnIndex(dataset.Train, dataset.Items), baselines.Value.WithRepeats.Options, ShareOfNeighbors)),
            Part.Student => OfStudent(arm, "student", (file, resume) => trainings.Student(
                TeachersOf(arm.Job), arm.Job, file, resume, arm.Codes)),
            _ => OfStudent(arm, "student from scratch", (file, resume) => trainings.NextItem(
                "student from scratch", arm.Job.StudentOf(dataset.Items), arm.Job.Student, file, resume, arm.Codes)),
        };
        store.Add(arm, dataset.Name, made);
        if (arm.IsTrained) TrainingJobs.DeleteCheckpoint(FileOf(arm));
        return made;
    }

    private static Measurement Baseline(EvaluationResult result) => new(result, 0, 0);

    private Measurement OfTeacher(Arm arm)
    {
        string file = FileOf(arm);
        double seconds = Teach(arm, file);
        return new Measurement(evaluation.Model("teacher", DeviceModel.Load(file)), new FileInfo(file).Length, seconds);
    }

    private Measurement OfTeachers(Arm arm, Func<string, IReadOnlyList<DeviceModel>, EvaluationResult> evaluate)
    {
        IReadOnlyList<string> files = TeachersOf(arm.Job);
        EvaluationResult result = evaluate("all teachers", [.. files.Select(DeviceModel.Load)]);
        return new Measurement(result, files.Sum(file => new FileInfo(file).Length), 0);
    }

    private Measurement OfStudent(Arm arm, string name, Func<string, bool, TrainingOutcome> train)
    {
        string file = FileOf(arm), shipped = Path.ChangeExtension(file, ".shipped.odr");
        double seconds = Train(file, train);
        ModelFile trained = ModelFile.Read(file);
        if (arm.Codes is { } codes)
            return new Measurement(evaluation.Model(name, DeviceModel.Load(file)), BytesOf(codes, trained.Configuration), seconds);
        Precision precision = ShippedPrecision.Of(trained.Configuration);
        ModelStore.Save(trained, precision, shipped, packed: precision == Precision.Int4);
        EvaluationResult result = evaluation.Model(name, DeviceModel.Load(shipped));
        return new Measurement(result, new FileInfo(shipped).Length, seconds);
    }

    // What a device would keep: an encoder of four bits a number, the codes packed, a byte for each of the codebooks' numbers.
    private static long BytesOf(CodedTable codes, ModelConfiguration model)
    {
        long encoder = ModelFile.FileBytes(model with { Items = 1, Precision = Precision.Int4 });
        long bits = (long)model.Items * codes.Codebooks * ItemCodes.BitsOf(codes.Codewords);
        return encoder + (bits / 8) + ((long)codes.Codewords * model.Encoder.Width);
    }

    // The teachers of a job are teachers of one seed each, whatever is distilled from them.
    private IReadOnlyList<string> TeachersOf(JobOptions job) =>
    [
        .. Enumerable.Range(0, job.Teachers).Select(number =>
        {
            Arm teacher = new Arm(Part.Teacher, job).WithSeed(job.Teacher.Seed + (ulong)number);
            string file = FileOf(teacher);
            if (!File.Exists(file)) Measure(teacher);
            if (File.Exists(file)) return file;
            Teach(teacher, file);
            TrainingJobs.DeleteCheckpoint(file);
            return file;
        }),
    ];

    private double Teach(Arm arm, string file) => Train(
        file, (output, resume) => trainings.NextItem("teacher", arm.Job.TeacherOf(dataset.Items), arm.Job.Teacher, output, resume));

    // Experiments side by side share this folder, but no two of them train one model.
    private static double Train(string file, Func<string, bool, TrainingOutcome> train)
    {
        using OutputLock held = OutputLock.Beside(file);
        return train(file, TrainingJobs.HasCheckpoint(file)).Seconds;
    }

    private string FileOf(Arm arm)
    {
        OutputFolder.Create(models);
        string name = $"{dataset.Name}-{arm.Part.ToString().ToLowerInvariant()}-{ContentHash.Of(KeyOf(arm))}.odr";
        return Path.Combine(models, name);
    }
}
