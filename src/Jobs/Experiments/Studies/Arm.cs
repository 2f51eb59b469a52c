using System.Text.Json.Nodes;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>One side of a comparison: a part of a job. What of the job does not touch the part does not make it another arm.</summary>
public sealed record Arm
{
    /// <summary>An arm.</summary>
    /// <param name="part">What is measured.</param>
    /// <param name="job">The job; everything is trained on all train sequences, for exactly the job's epochs.</param>
    /// <param name="codes">The student's table in place of the job's, or null.</param>
    public Arm(Part part, JobOptions job, CodedTable? codes = null) =>
        (Part, Job, Codes) = (part, Relevant(part, job with { ValidationShare = 0, Tune = false }), codes);

    /// <summary>What is measured.</summary>
    public Part Part { get; }

    /// <summary>The job.</summary>
    public JobOptions Job { get; }

    /// <summary>The student's table, if it is none of a job's.</summary>
    public CodedTable? Codes { get; }

    /// <summary>Whether something is trained for it, so that another seed gives another result.</summary>
    public bool IsTrained => Part is Part.Teacher or Part.TeacherAndNeighbors or Part.Student or Part.StudentFromScratch;

    /// <summary>The same with another seed, of teachers and students.</summary>
    /// <param name="seed">The seed.</param>
    public Arm WithSeed(ulong seed) =>
        new(Part, Job with { Teacher = Job.Teacher with { Seed = seed }, Student = Job.Student with { Seed = seed } }, Codes);

    /// <summary>The settings that decide what comes out.</summary>
    public JsonObject Settings() => JobFile.SettingsOf(Job, JobVerbs.Run);

    private static JobOptions Relevant(Part part, JobOptions job)
    {
        JobOptions preset = Presets.All.First(one => one.Preset == job.Preset);
        return part switch
        {
            Part.Student => job,
            Part.StudentFromScratch => job with
            {
                Teacher = preset.Teacher with { Seed = job.Student.Seed },
                Teachers = preset.Teachers,
                Weights = preset.Weights,
                StartFromTeacher = preset.StartFromTeacher,
            },
            Part.Teacher or Part.TeacherAndNeighbors or Part.AllTeachers or Part.AllTeachersAndNeighbors => preset with
            {
                ValidationShare = 0,
                Encoder = job.Encoder,
                Head = job.Head,
                LogitScale = job.LogitScale,
                Teacher = job.Teacher,
                Teachers = part is Part.Teacher or Part.TeacherAndNeighbors ? preset.Teachers : job.Teachers,
                Student = preset.Student with { Seed = job.Teacher.Seed },
            },
            _ => preset with { ValidationShare = 0 },
        };
    }
}
