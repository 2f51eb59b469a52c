using OnDeviceRec.Device;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>Makes one list after another through the device's runtime.</summary>
/// <param name="model">The model.</param>
/// <param name="choice">Which items the lists may hold.</param>
/// <param name="top">K.</param>
public sealed class ListMaker(DeviceModel model, ItemChoice choice, int top)
{
    private readonly History history = new(model);
    private readonly int[] items = new int[Math.Min(top, model.Configuration.Items)];
    private readonly float[] scores = new float[Math.Min(top, model.Configuration.Items)];

    /// <summary>The list after a session.</summary>
    /// <param name="session">Items 1..V, oldest first; at least one.</param>
    public RecommendedList After(ReadOnlySpan<int> session)
    {
        history.Clear();
        foreach (int item in session) history.Append(item);
        int count = model.Recommend(history, items, scores, choice.Filter);
        return new RecommendedList(
            items[..count], scores[..count], model.Ids is { } ids ? Array.ConvertAll(items[..count], ids.TextOf) : null);
    }
}
