using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>
/// All settings of a job: <c>train</c> and <c>distill</c> use a part of what <c>run</c> and <c>demo</c> use. Presets are such jobs;
/// <see cref="Settings.JobSettings"/> names each property and says its range, and reads and writes them as files.
/// </summary>
public sealed record JobOptions
{
    /// <summary>The preset that the other settings are changes of.</summary>
    public required string Preset { get; init; }

    /// <summary>The data set's folder, or null.</summary>
    public string? Data { get; init; }

    /// <summary>The teacher's model file, or several with commas between them, for a distillation, or null.</summary>
    public string? TeacherFile { get; init; }

    /// <summary>The files of <see cref="TeacherFile"/>; a file whose name has a comma is one.</summary>
    public IReadOnlyList<string> TeacherFiles => TeacherFile is null ? []
        : File.Exists(TeacherFile) ? [TeacherFile]
        : TeacherFile.Split(',');

    /// <summary>The model file, or the folder of a whole job, that is written, or null.</summary>
    public string? Output { get; init; }

    /// <summary>The sizes of the teacher's encoder; a student's are in proportion to its width.</summary>
    public required EncoderSizes Encoder { get; init; }

    /// <summary>What turns h into scores, of teacher and students alike.</summary>
    public HeadKind Head { get; init; }

    /// <summary>The logit scale, of teacher and students alike; 0 for none.</summary>
    public float LogitScale { get; init; }

    /// <summary>The teacher's training.</summary>
    public required TrainingOptions Teacher { get; init; }

    /// <summary>How many teachers a whole job trains, which differ by their seeds; students learn from the mean of their logits.</summary>
    public int Teachers { get; init; } = 1;

    /// <summary>Whether a training of a whole job asks validation for its epochs.</summary>
    public bool ChoosesEpochs => Teacher.Schedule == LearningRateSchedule.Constant || Student.Schedule == LearningRateSchedule.Constant;

    /// <summary>The students' training, distilled and from scratch.</summary>
    public required TrainingOptions Student { get; init; }

    /// <summary>The training of the student from scratch, where it is another one.</summary>
    public TrainingOptions? StudentFromScratch { get; init; }

    /// <summary>The weights of the distillation.</summary>
    public required LossWeights Weights { get; init; }

    /// <summary>Whether the student starts from its teacher's values, where its sizes allow, or from random ones.</summary>
    public bool StartFromTeacher { get; init; } = true;

    /// <summary>What table the students are to have.</summary>
    public required TableRequest Table { get; init; }

    /// <summary>The share of train sequences, the latest, that is held out for validation.</summary>
    public double ValidationShare { get; init; } = Validation.DefaultShare;

    /// <summary>
    /// Whether the files of a whole job are trained on all train sequences, for as many epochs as were best on validation where that is
    /// asked: what is latest is what a recommender needs most, and it is what validation holds out.
    /// </summary>
    public bool Refit { get; init; } = true;

    /// <summary>Whether a whole job first chooses the settings of <see cref="Tuning.TeacherTuning"/> on validation.</summary>
    public bool Tune { get; init; }

    /// <summary>The names of the settings that a person gave, which are not tuned.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Whether to go on from the checkpoints of an interrupted job.</summary>
    public bool Resume { get; init; }

    /// <summary>The teacher for a catalog.</summary>
    /// <param name="items">V.</param>
    public ModelConfiguration TeacherOf(int items) => new() { Items = items, Encoder = Encoder, Head = Head, LogitScale = LogitScale };

    /// <summary>Makes sure that there are such models and that files can hold them, before anything is trained.</summary>
    /// <param name="items">V.</param>
    /// <exception cref="Data.IO.InputException">There are none.</exception>
    public void RequirePossible(int items)
    {
        foreach (ModelConfiguration model in (ModelConfiguration[])[TeacherOf(items), StudentOf(items)])
        {
            try
            {
                long bytes = ModelFile.FileBytes(model);
                if (bytes > Array.MaxLength)
                    throw new ArgumentException($"A model file would take {bytes} bytes, above {Array.MaxLength}.");
            }
            catch (ArgumentException e)
            {
                throw new Data.IO.InputException($"{e.Message} Take other sizes (--width, --inner, --compression, --shape).", e);
            }
        }
    }

    /// <summary>The students for a catalog.</summary>
    /// <param name="items">V.</param>
    /// <exception cref="Data.IO.InputException">There is no such table.</exception>
    public ModelConfiguration StudentOf(int items) => Table.StudentOf(TeacherOf(items));
}
