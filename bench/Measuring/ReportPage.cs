using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>What a mode of the benchmarks shows: as JSON, as text, and as a page that names machine, versions, date and command.</summary>
/// <param name="Mode">The mode's name, and the page's.</param>
/// <param name="Title">The page's title.</param>
/// <param name="Text">The text and tables, Markdown.</param>
/// <param name="Json">The same for programs.</param>
internal sealed record ReportPage(string Mode, string Title, string Text, JsonNode Json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The command that makes the page.</summary>
    public string Command { get; init; } = $"dotnet run -c Release --project bench -- {Mode}";

    public void Show(ReportOptions options)
    {
        Console.WriteLine(options.Json ? Json.ToJsonString(Indented) : Text);
        if (options.Out is { } folder) Write(folder, Mode, Title, Command, Text);
    }

    /// <summary>Writes a page <c>FOLDER/name.md</c>.</summary>
    public static void Write(string folder, string name, string title, string command, string text)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{name}.md");
        File.WriteAllText(path, $"# {title}\n\n    {command}\n\n{Machine.Describe()}.\n\n{text.TrimEnd()}\n");
        Console.Error.WriteLine($"Written: {path}");
    }
}
