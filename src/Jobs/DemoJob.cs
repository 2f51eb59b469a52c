using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>The built-in job: a synthetic catalog, whose past is as good as its present, and settings that finish in minutes on two cores.</summary>
public static class DemoJob
{
    private const int SessionLength = 5;
    private const int Epochs = 4;
    private const int Batch = 100;
    private const float TeacherDropout = 0.3f;

    /// <summary>The settings.</summary>
    /// <param name="preset">What they are made of.</param>
    public static JobOptions Options(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return JobOptions.Of(preset) with
        {
            Teacher = preset.Teacher with { Epochs = Epochs, Batch = Batch, Dropout = TeacherDropout, TimeDecay = 0 },
            Student = preset.Student with { Epochs = Epochs, TimeDecay = 0 },
            Refit = false,
        };
    }

    /// <summary>Draws the catalog and writes it, as any data set, to <c>data</c> in the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="seed">Keys the draws.</param>
    public static Dataset Prepare(string folder, ulong seed)
    {
        string data = Path.Combine(folder, "data");
        OutputFolder.Create(data);
        Dataset dataset = SyntheticCatalog.Generate(new SyntheticOptions(), seed);
        DatasetFolder.Write(dataset, data);
        return dataset;
    }

    /// <summary>The start of the first test sequence that is long enough, as item ids: a session to recommend for.</summary>
    /// <param name="dataset">The data set.</param>
    public static int[] Session(Dataset dataset)
    {
        for (int i = 0; i < dataset.Test.Count; i++)
        {
            ReadOnlySpan<int> rows = dataset.Test[i];
            if (rows.Length > SessionLength) return [.. rows[..SessionLength].ToArray().Select(row => row + 1)];
        }

        return [1];
    }
}
