using System.Globalization;
using OnDeviceRec.Distillation;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>What the studies compare, of a job: each a list of rows.</summary>
public static class StudyRows
{
    private const string OfTeacher = "teacher", Neighbors = "kNN + repeats", Middle = "60x";

    // By RetailRocket's validation part.
    private const int EpochsAlike = 6;

    private const double PublishedCompression = 27;

    private static readonly string[] Sizes = [Middle, "30x", "100x"];

    /// <summary>The main table: baselines, teachers, the students of three sizes, and the middle one without distillation.</summary>
    /// <param name="job">The job.</param>
    public static IEnumerable<StudyRow> Main(JobOptions job)
    {
        Arm teacher = new(Part.Teacher, job), neighbors = new(Part.NeighborsWithRepeats, job);
        (string, Arm) againstTeacher = (OfTeacher, teacher);
        yield return new StudyRow("POP", new Arm(Part.Popularity, job));
        yield return new StudyRow("S-POP", new Arm(Part.SessionPopularity, job));
        yield return new StudyRow("kNN", new Arm(Part.Neighbors, job));
        yield return new StudyRow(Neighbors, neighbors);
        yield return new StudyRow(OfTeacher, teacher, (Neighbors, neighbors));
        foreach (string size in Sizes) yield return new StudyRow($"student {size}", Student(job, size), againstTeacher);
        Arm student = Student(job, Middle), fromScratch = new(Part.StudentFromScratch, OfSize(job, Middle));
        yield return new StudyRow($"student {Middle} from scratch", fromScratch, againstTeacher);
        yield return new StudyRow($"student {Middle} over itself from scratch", student, ($"student {Middle} from scratch", fromScratch));
    }

    /// <summary>
    /// What more than one teacher would give, none of it for a device: several, sequence-kNN besides, and a teacher that takes all train
    /// sequences alike, old or new, for a number of epochs of its own.
    /// </summary>
    /// <param name="job">The job.</param>
    public static IEnumerable<StudyRow> Teachers(JobOptions job)
    {
        JobOptions alike = job with { Teacher = job.Teacher with { TimeDecay = 0, Epochs = EpochsAlike } };
        JobOptions three = job with { Teachers = 3 };
        (string, Arm) againstNeighbors = (Neighbors, new Arm(Part.NeighborsWithRepeats, job));
        foreach ((string name, Arm arm) in new[]
        {
            (OfTeacher, new Arm(Part.Teacher, job)),
            ("teacher and kNN", new Arm(Part.TeacherAndNeighbors, job)),
            ("teacher without time decay", new Arm(Part.Teacher, alike)),
            ("teacher without time decay and kNN", new Arm(Part.TeacherAndNeighbors, alike)),
            ("three teachers", new Arm(Part.AllTeachers, three)),
            ("three teachers and kNN", new Arm(Part.AllTeachersAndNeighbors, three)),
        })
            yield return new StudyRow(name, arm, againstNeighbors);
    }

    /// <summary>How accuracy falls with the file.</summary>
    /// <param name="job">The job.</param>
    public static IEnumerable<StudyRow> Compression(JobOptions job)
    {
        Arm teacher = new(Part.Teacher, job);
        yield return new StudyRow(OfTeacher, teacher);
        foreach (string size in (string[])["15x", "30x", "60x", "100x", "200x"])
            yield return new StudyRow($"student {size}", Student(job, size), (OfTeacher, teacher));
    }

    /// <summary>Families of tables at equal bytes: as many as a student 60 times smaller has, all half as wide as the teacher.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">V.</param>
    public static IEnumerable<StudyRow> Families(JobOptions job, int items)
    {
        const string Codes = "binary codes";
        Arm codes = Student(job, Middle);
        yield return new StudyRow(OfTeacher, new Arm(Part.Teacher, job));
        yield return new StudyRow(Codes, codes, (OfTeacher, new Arm(Part.Teacher, job)));
        foreach ((string name, string shape) in FamilyShapes.Of(job.TeacherOf(items), ModelSize.Bytes(Middle, job.TeacherOf(items))))
            yield return new StudyRow(name, new Arm(Part.Student, OfShape(job, shape)), (Codes, codes));
        JobOptions narrow = OfShape(job, string.Create(CultureInfo.InvariantCulture, $"dense width={Math.Max(1, job.Encoder.Width / 2)}"));
        foreach ((string name, CodedTable table) in new[]
        {
            ("product codes (RecJPQ)", new CodedTable(Hashed: false, 8, ItemCodes.MaxCodewords)),
            ("hashing", new CodedTable(Hashed: true, 8, ItemCodes.MaxCodewords)),
        })
            yield return new StudyRow(name, new Arm(Part.Student, narrow, table), (Codes, codes));
    }

    /// <summary>What each part of the distillation is worth: alone beside the true next item, and taken away.</summary>
    /// <param name="job">The job.</param>
    public static IEnumerable<StudyRow> Ablation(JobOptions job)
    {
        const string All = "everything", None = "from scratch";
        JobOptions whole = OfSize(job, Middle), labels = whole with
        {
            Weights = whole.Weights with { SoftTargets = 0, Contrastive = 0, Predictive = 0 },
        };
        Arm all = new(Part.Student, whole), none = new(Part.StudentFromScratch, whole);
        (string, Arm) againstAll = (All, all), againstNone = (None, none);
        yield return new StudyRow(None, none, againstAll);
        yield return new StudyRow(All, all, againstNone);
        foreach ((string name, LossWeights weights) in new[]
        {
            ("kl alone", labels.Weights with { SoftTargets = whole.Weights.SoftTargets }),
            ("con alone", labels.Weights with { Contrastive = whole.Weights.Contrastive }),
            ("pre alone", labels.Weights with { Predictive = whole.Weights.Predictive }),
        })
            yield return new StudyRow(name, new Arm(Part.Student, whole with { Weights = weights }), againstNone);
        foreach ((string name, LossWeights weights) in new[]
        {
            ("without kl", whole.Weights with { SoftTargets = 0 }),
            ("without con", whole.Weights with { Contrastive = 0 }),
            ("without pre", whole.Weights with { Predictive = 0 }),
            ("without recombination", whole.Weights with { Recombination = false }),
        })
            yield return new StudyRow(name, new Arm(Part.Student, whole with { Weights = weights }), againstAll);
        yield return new StudyRow("three teachers", new Arm(Part.Student, whole with { Teachers = 3 }), againstAll);
    }

    /// <summary>What recombination does to popular and to rare targets.</summary>
    /// <param name="job">The job.</param>
    public static IEnumerable<StudyRow> Tail(JobOptions job)
    {
        JobOptions whole = OfSize(job, Middle);
        Arm with = new(Part.Student, whole);
        Arm without = new(Part.Student, whole with { Weights = whole.Weights with { Recombination = false } });
        Arm fromScratch = new(Part.StudentFromScratch, whole), teacher = new(Part.Teacher, whole);
        foreach (string slice in (string[])["head", "tail"])
        {
            yield return new StudyRow($"{slice}: teacher", teacher, Slice: slice);
            yield return new StudyRow($"{slice}: from scratch", fromScratch, Slice: slice);
            yield return new StudyRow($"{slice}: without recombination", without, ("from scratch", fromScratch), slice);
            yield return new StudyRow($"{slice}: with recombination", with, ("without recombination", without), slice);
        }
    }

    /// <summary>Where a student starts: its teacher's values or random ones; as wide as the teacher, a bit for each direction.</summary>
    /// <param name="job">The job.</param>
    public static IEnumerable<StudyRow> Initialization(JobOptions job)
    {
        int width = job.Encoder.Width;
        JobOptions large = OfShape(job, string.Create(CultureInfo.InvariantCulture, $"bits={width} width={width}"));
        Arm random = new(Part.Student, large with { StartFromTeacher = false });
        yield return new StudyRow("random start", random, (OfTeacher, new Arm(Part.Teacher, job)));
        Arm started = new(Part.Student, large with { StartFromTeacher = true });
        yield return new StudyRow("teacher's start", started, ("random start", random));
    }

    /// <summary>The paper's own setting: its head, its readout, a semi-tensor-product tensor train of 27 times fewer numbers.</summary>
    /// <param name="job">The job, whose encoder, schedules, epochs and batches it takes over.</param>
    public static IEnumerable<StudyRow> Published(JobOptions job)
    {
        JobOptions paper = Presets.Paper with
        {
            Encoder = job.Encoder,
            Teacher = job.Teacher with { KnnLabelWeight = 0, TimeDecay = 0, Dropout = Presets.Paper.Teacher.Dropout },
            Student = job.Student with { KnnLabelWeight = 0, TimeDecay = 0 },
            Table = Presets.Paper.Table.OfCompression(PublishedCompression),
        };
        Arm teacher = new(Part.Teacher, paper), student = new(Part.Student, paper), fromScratch = new(Part.StudentFromScratch, paper);
        Arm without = new(Part.Student, paper with { Weights = paper.Weights with { Recombination = false } });
        yield return new StudyRow("paper's teacher", teacher);
        yield return new StudyRow("paper's student from scratch", fromScratch, (OfTeacher, teacher));
        yield return new StudyRow("paper's student", student, (OfTeacher, teacher));
        yield return new StudyRow("paper's student over itself from scratch", student, ("from scratch", fromScratch));
        foreach (string slice in (string[])["head", "tail"])
            yield return new StudyRow($"{slice}: with recombination", student, ("without", without), slice);
    }

    private static Arm Student(JobOptions job, string size) => new(Part.Student, OfSize(job, size));

    private static JobOptions OfShape(JobOptions job, string shape) => job with { Table = job.Table with { Shape = shape } };

    private static JobOptions OfSize(JobOptions job, string size) => job with { Table = job.Table with { Size = size, Shape = null } };
}
