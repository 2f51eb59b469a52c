using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation.Tests.Agreement;

/// <summary>The device's lists after something was done to them, and how often this ranker has been asked for one.</summary>
internal sealed class DamagedRanker(DeviceModel model, Action<int, int[]> damage) : IScoredRanker
{
    private readonly DeviceRanker inner = new(model);
    private int asked;

    public void Begin() => inner.Begin();

    public void Append(int row) => inner.Append(row);

    public int Top(Span<int> rows) => throw new NotSupportedException();

    public int Top(Span<int> rows, Span<float> scores)
    {
        int count = inner.Top(rows, scores);
        int[] list = rows.ToArray();
        damage(++asked, list);
        list.CopyTo(rows);
        return count;
    }
}
