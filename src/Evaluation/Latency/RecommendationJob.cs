using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>One user of a model: a history of so many items, encoded; then one more item, and the best of the catalog.</summary>
public sealed class RecommendationJob
{
    // Appended ids are spread over the catalog.
    private const int Step = 7919;

    private readonly DeviceModel model;
    private readonly History history;
    private readonly int length;
    private readonly int[] items;
    private readonly float[] scores;
    private readonly bool withScores;
    private int next;

    /// <summary>The history is ready for <see cref="Run"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="length">Items in the history, at least 1; at T_max the window is full and appending moves it.</param>
    /// <param name="top">K.</param>
    /// <param name="withScores">Whether the list comes with its scores, or alone.</param>
    public RecommendationJob(DeviceModel model, int length, int top, bool withScores = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (this.model, this.length, this.withScores, history) = (model, length, withScores, new History(model));
        items = new int[Math.Min(top, model.Configuration.Items)];
        scores = new float[items.Length];
        Reset();
    }

    /// <summary>The last list.</summary>
    public ReadOnlySpan<int> Items => items;

    /// <summary>Appends one item and lists the best of the catalog. Allocates nothing.</summary>
    public void Run()
    {
        Append();
        List();
    }

    /// <summary>Takes the history back to its length, encoded.</summary>
    public void Reset()
    {
        history.Clear();
        next = 0;
        for (int i = 0; i < length; i++) Append();
        List();
    }

    private void List()
    {
        if (withScores) model.Recommend(history, items, scores);
        else model.Recommend(history, items);
    }

    private void Append()
    {
        history.Append(1 + next);
        next = (int)(((long)next + Step) % model.Configuration.Items);
    }
}
