using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Bench.Peers;

/// <summary><c>lists MODEL DATA</c>: whether a model's ONNX graph lists what the device lists, after prefixes of test sequences.</summary>
internal static class ListsReport
{
    private const int Prefixes = 1000, Top = 20;

    /// <summary>Compares, and prints what came of it.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="folder">The data set's folder.</param>
    /// <returns>0 if all lists are equal but for near ties, else 1.</returns>
    public static int Run(string model, string folder)
    {
        Dataset data = DatasetFolder.Read(folder);
        var examples = new Examples(data.Test, data.MinPrefix);
        using var comparison = new ListComparison(ModelFile.Read(model), threads: 1);
        int count = Math.Min(Prefixes, examples.Count);
        for (int i = 0; i < count; i++)
        {
            int spread = (int)((long)i * examples.Count / count);
            comparison.Add(Array.ConvertAll(examples.Prefix(spread).ToArray(), row => row + 1), Top);
        }

        Console.WriteLine(
            FormattableString.Invariant($"{count} lists of {Top}: {comparison.Equal} equal, {comparison.NearlyEqual} equal but for items ")
            + FormattableString.Invariant($"closer than {ListComparison.NearTie:0e0}, {comparison.Unequal} unequal; ")
            + FormattableString.Invariant($"largest difference of a score {comparison.LargestDifference:0.0e0}"));
        return comparison.Unequal == 0 ? 0 : 1;
    }
}
