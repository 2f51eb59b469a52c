using System.Text;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>Rows of cells as Markdown; the first column names the row, numbers follow.</summary>
/// <param name="columns">The heads.</param>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(columns);
        text.Append("|---|").Insert(text.Length, "--:|", columns.Length - 1).Append('\n');
        rows.ForEach(Append);
        return text.ToString();

        void Append(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
