using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs.Lists;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>
/// The built-in job: a synthetic catalog, whose past is as good as its present, and settings that finish in minutes on two cores.
/// </summary>
public static class DemoJob
{
    private const int SessionLength = 5;
    private const int Top = 10;
    private const int Epochs = 4;
    private const int Batch = 100;
    private const float TeacherDropout = 0.3f;

    /// <summary>The settings.</summary>
    /// <param name="preset">What they are made of.</param>
    public static JobOptions Options(JobOptions preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return preset with
        {
            Teacher = preset.Teacher with { Epochs = Epochs, Batch = Batch, Dropout = TeacherDropout, TimeDecay = 0 },
            Student = preset.Student with { Epochs = Epochs, TimeDecay = 0 },
            Refit = false,
            Output = Path.Combine("out", "demo"),
        };
    }

    /// <summary>
    /// Draws the shop, writes it as any data set to <c>data</c> in the output folder, does the whole job and lists items for a session.
    /// </summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the report.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static DemoResult Run(
        JobOptions options, string command, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        MainJobResult job = MainJob.Run(() => Shop(options), options, JobVerbs.Demo, command, progress, cancellation);
        int[] session = Session(job.Dataset);
        RecommendedList list = new ListMaker(DeviceModel.Load(job.Shipped.File), new ItemChoice(), Top).After(session);
        return new DemoResult(job, session, list);
    }

    private static Dataset Shop(JobOptions options)
    {
        Dataset shop = SyntheticCatalog.Generate(new SyntheticOptions(), options.Teacher.Seed);
        DatasetFolder.Write(shop, Path.Combine(options.Output!, "data"));
        return shop;
    }

    // The start of the first test sequence that is long enough, as item ids.
    private static int[] Session(Dataset dataset)
    {
        for (int i = 0; i < dataset.Test.Count; i++)
        {
            ReadOnlySpan<int> rows = dataset.Test[i];
            if (rows.Length > SessionLength) return [.. rows[..SessionLength].ToArray().Select(row => row + 1)];
        }

        return [1];
    }
}
