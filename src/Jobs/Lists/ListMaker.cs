using System.Diagnostics;
using OnDeviceRec.Device;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>Makes one list after another through the device's runtime.</summary>
/// <param name="model">The model.</param>
/// <param name="choice">Which items the lists may hold.</param>
/// <param name="top">K.</param>
/// <param name="reasons">Says what carries each item, or null.</param>
public sealed class ListMaker(DeviceModel model, ItemChoice choice, int top, CopyReasons? reasons = null)
{
    private readonly History history = new(model);
    private readonly int[] items = new int[Math.Min(top, model.Configuration.Items)];
    private readonly float[] scores = new float[Math.Min(top, model.Configuration.Items)];

    /// <summary>What the runtime took for the last list: encoding what was new in the session, and ranking the catalog.</summary>
    public double Micros { get; private set; }

    /// <summary>The list after a session.</summary>
    /// <param name="session">Items 1..V, oldest first; at least one.</param>
    public RecommendedList After(ReadOnlySpan<int> session)
    {
        history.Clear();
        return After(session, known: 0);
    }

    /// <summary>The list after a session that goes on where the last one ended.</summary>
    /// <param name="session">Items 1..V from the first one on, oldest first; at least one.</param>
    /// <param name="known">How many of them were all of the last one.</param>
    public RecommendedList After(ReadOnlySpan<int> session, int known)
    {
        RecommendationFilter filter = choice.After(session);
        long start = Stopwatch.GetTimestamp();
        foreach (int item in session[known..]) history.Append(item);
        int count = model.Recommend(history, items, scores, filter);
        Micros = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return new RecommendedList(
            items[..count], scores[..count], model.Items.AreItems ? null : Array.ConvertAll(items[..count], model.Items.IdOf))
        {
            Why = reasons?.Of(session, items.AsSpan(0, count), scores.AsSpan(0, count)),
        };
    }
}
