using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation.Tests.Agreement;

/// <summary>Takes no notice of an item that comes after the fourth list, so that its lists depend on how it was asked.</summary>
internal sealed class ForgetfulRanker(DeviceModel model) : IScoredRanker
{
    private readonly DeviceRanker inner = new(model);
    private int asked;

    public void Begin()
    {
        inner.Begin();
        asked = 0;
    }

    public void Append(int row)
    {
        if (asked < 4) inner.Append(row);
    }

    public int Top(Span<int> rows) => inner.Top(rows);

    public int Top(Span<int> rows, Span<float> scores)
    {
        asked++;
        return inner.Top(rows, scores);
    }
}
