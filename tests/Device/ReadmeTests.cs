namespace OnDeviceRec.Device.Tests;

/// <summary>The README's example is this file's code, and it works.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_of_the_readme_compiles_and_lists_items()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string file = Path.Combine(folder, "student.odr");
        File.WriteAllBytes(file, TestModel.Random(Configurations.Of(TableKind.TensorTrain, ReadoutKind.SoftAttention), seed: 1).Bytes());
        try
        {
            int count = Example(file, out int first);
            Assert.InRange(count, 1, 20);
            Assert.NotEqual(0, first);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_readme_shows_the_code_that_is_tested_here()
    {
        string source = File.ReadAllText(Repository.PathOf("tests", "Device", "ReadmeTests.cs"));
        string shown = Between(File.ReadAllText(Repository.PathOf("README.md")), "```csharp\n", "```");
        string tested = Between(source, "        // README {\n", "        // }");
        Assert.Equal(Lines(shown), Lines(tested.Replace("(file)", "(\"student.odr\")", StringComparison.Ordinal)));
    }

    private static int Example(string file, out int first)
    {
        // README {
        DeviceModel model = DeviceModel.Load(file);   // immutable, shared between threads
        var history = new History(model);                      // one user's state
        history.Append(12);
        history.Append(5);

        Span<int> items = stackalloc int[20];
        int count = model.Recommend(history, items, new RecommendationFilter { ExcludeSeen = true });
        // }
        first = items[0];
        return count;
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
