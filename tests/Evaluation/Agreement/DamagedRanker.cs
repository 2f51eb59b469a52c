using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation.Tests.Agreement;

/// <summary>The device's lists after something was done to them, and how often this ranker has been asked for one.</summary>
internal sealed class DamagedRanker(DeviceModel model, Action<int, int[]> damage, Action<int[]>? damageAlone = null) : IScoredRanker
{
    private readonly DeviceRanker inner = new(model);
    private int asked;
    private int[] list = [];

    public void Begin() => inner.Begin();

    public void Append(int row) => inner.Append(row);

    // The list before once more.
    public int Top(Span<int> rows)
    {
        damageAlone?.Invoke(list);
        list.CopyTo(rows);
        return list.Length;
    }

    public int Top(Span<int> rows, Span<float> scores)
    {
        int count = inner.Top(rows, scores);
        list = rows[..count].ToArray();
        damage(++asked, list);
        list.CopyTo(rows);
        return count;
    }
}
