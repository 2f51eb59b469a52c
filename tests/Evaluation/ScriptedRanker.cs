
namespace OnDeviceRec.Evaluation.Tests;

/// <summary>Lists what a function of the prefix says.</summary>
internal sealed class ScriptedRanker(Func<IReadOnlyList<int>, int[]> top) : IRanker
{
    private readonly List<int> prefix = [];

    public void Begin() => prefix.Clear();

    public void Append(int row) => prefix.Add(row);

    public int Top(Span<int> rows)
    {
        int[] list = top(prefix);
        list.AsSpan(0, Math.Min(list.Length, rows.Length)).CopyTo(rows);
        return list.Length;
    }
}
