using OnDeviceRec.Data.Layouts;

namespace OnDeviceRec.Data.Tests.Layouts;

/// <summary>Logs written to a folder of the test's own, and what is made of them.</summary>
internal static class Prepared
{
    public static LogLayout Layout(string name) => LogLayout.All.Single(layout => layout.Name == name);

    /// <summary>Prepares a log of these lines, the header first.</summary>
    public static PreparedDataset Of(string layout, string[] lines, PreparationOptions options)
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", string.Join('\n', lines) + '\n');
        return SessionPreparation.Run(folder["log.csv"], Layout(layout), options, progress: null, TestContext.Current.CancellationToken);
    }

    /// <summary>The sequences in the catalog's own ids, e.g. <c>"7 3 3"</c>.</summary>
    public static string[] OwnIds(Dataset dataset, Sequences sequences) =>
        [.. Rows.Of(sequences).Select(rows => string.Join(' ', rows.Select(row => dataset.ItemIds![row])))];
}
