using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation;

/// <summary>
/// Several model files together: items by the mean of what each scores them, ln P for models that copy. A yardstick, not for a device.
/// </summary>
public sealed class EnsembleRanker : IRanker
{
    private readonly DeviceModel[] models;
    private readonly History[] histories;
    private readonly float[] sum, scores;

    /// <summary>An ensemble.</summary>
    /// <param name="models">The models, of one catalog, at least one. Only read: rankers may share them.</param>
    /// <exception cref="ArgumentException">There are none, or they are of different catalogs.</exception>
    public EnsembleRanker(IReadOnlyList<DeviceModel> models)
    {
        if (models.Count == 0 || models.Any(model => model.Configuration.Items != models[0].Configuration.Items))
            throw new ArgumentException("EnsembleRanker: there must be models, of one catalog.");
        this.models = [.. models];
        histories = [.. models.Select(model => new History(model))];
        (sum, scores) = (new float[models[0].Configuration.Items], new float[models[0].Configuration.Items]);
    }

    /// <inheritdoc/>
    public void Begin()
    {
        foreach (History history in histories) history.Clear();
    }

    /// <inheritdoc/>
    public void Append(int row)
    {
        foreach (History history in histories) history.Append(row + 1);
    }

    /// <summary>The mean scores of the whole catalog, by row; they hold until the next call.</summary>
    public Span<float> Score()
    {
        models[0].Score(histories[0], sum);
        for (int k = 1; k < models.Length; k++)
        {
            models[k].Score(histories[k], scores);
            for (int v = 0; v < sum.Length; v++) sum[v] += scores[v];
        }

        foreach (ref float score in sum.AsSpan()) score /= models.Length;
        return sum;
    }

    /// <inheritdoc/>
    public int Top(Span<int> rows) => RankedList.Greatest(Score(), rows);
}
