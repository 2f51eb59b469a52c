using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;

namespace OnDeviceRec.Jobs.Settings;

/// <summary>
/// Makes a job out of what was given: first a preset (that of the teacher's head for <c>distill</c>), then a job file, then single
/// settings, each over what was before; then all of it is checked, so that nothing is refused later that can be known now.
/// </summary>
public static class JobResolver
{
    /// <summary>The job.</summary>
    /// <param name="verb">Its verb.</param>
    /// <param name="preset">The preset's name, or null for the file's or the default.</param>
    /// <param name="file">A job file, or null.</param>
    /// <param name="given">Settings and their values, in any order.</param>
    /// <exception cref="UsageException">A setting is missing, out of its range, or does not go with the others.</exception>
    public static JobOptions Resolve(JobVerbs verb, string? preset, string? file, IReadOnlyList<(Setting Setting, string Word)> given)
    {
        string? named = file is null ? null : JobFile.PresetOf(file);
        if (preset is not null && named is not null && preset != named)
            throw new UsageException($"--preset {preset} does not go with {file}, which is of the preset {named}; leave one of them out.");
        JobOptions start = Start(verb, preset ?? named);
        JobOptions job = Apply(start);
        if (verb == JobVerbs.Distill && job.TeacherFiles is [{ } teacher, ..])
            job = Apply(OfStudentAlone(Presets.For(ModelFile.Read(teacher).Configuration)));
        Check(job, verb);
        IEnumerable<Setting> inFile = file is null ? [] : JobFile.SettingsIn(file);
        return job with
        {
            ConfigFile = file,
            Given = [.. inFile.Concat(given.Select(one => one.Setting)).Select(one => one.Name).Distinct()],
        };

        JobOptions Apply(JobOptions basis)
        {
            JobOptions sum = file is null ? basis : JobFile.Apply(basis, verb, file);
            foreach (Setting setting in JobSettings.All)
                foreach ((Setting one, string word) in given)
                    if (one == setting) sum = setting.With(sum, word);
            return sum;
        }
    }

    /// <summary>A verb's job as a preset has it.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="preset">The preset's name, or null for the default.</param>
    /// <exception cref="UsageException">There is no such preset.</exception>
    public static JobOptions Start(JobVerbs verb, string? preset)
    {
        JobOptions basis = preset is null
            ? Presets.All[0]
            : Presets.All.FirstOrDefault(one => one.Preset == preset)
                ?? throw new UsageException(
                    $"--preset is '{preset}'; it must be {string.Join(" or ", Presets.All.Select(one => one.Preset))}.");
        return verb switch
        {
            JobVerbs.Demo => DemoJob.Options(basis),
            JobVerbs.Distill => OfStudentAlone(basis),
            JobVerbs.Train => basis with { Refit = false },
            _ => basis,
        };
    }

    // Settings that are of both trainings are then the student's.
    private static JobOptions OfStudentAlone(JobOptions preset) => preset with { Teacher = preset.Student, Refit = false };

    private static void Check(JobOptions job, JobVerbs verb)
    {
        foreach (Setting place in JobSettings.Of(verb).Where(setting => setting.IsPlace))
        {
            if (place.Show(job) is null)
            {
                throw new UsageException(
                    $"'{JobSettings.OptionOf(place, verb)}' is missing: {char.ToLowerInvariant(place.Help[0])}{place.Help[1..]}; "
                    + $"see odrec {verb.ToString().ToLowerInvariant()} --help.");
            }
        }

        if (verb != JobVerbs.Distill && job.Encoder.Width % job.Encoder.Heads != 0)
            throw new UsageException($"--heads {job.Encoder.Heads} does not divide --width {job.Encoder.Width}; take a divisor of it.");
        if (verb == JobVerbs.Train) return;
        if (job.Student.Negatives > 0 && job.Weights is { Predictive: > 0, PredictiveNegatives: 0 })
            throw new UsageException("--negatives wants --pre-negatives above 0 too, or --pre 0: no loss is then of the whole catalog.");
        if (job.Weights is { CrossEntropy: 0, SoftTargets: 0, Contrastive: 0, Predictive: 0 })
            throw new UsageException("--ce, --kl, --con and --pre are all 0: nothing would be learned; give one above 0.");
        if (job.Head == HeadKind.Copy && job.Weights.CrossEntropy == 0)
        {
            throw new UsageException(
                "--ce 0 teaches no copying, which is learned from the true next item alone; give --ce above 0 or take --preset paper.");
        }
    }
}
