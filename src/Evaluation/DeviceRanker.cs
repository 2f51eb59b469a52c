using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation;

/// <summary>
/// A model file's own lists, made by the runtime that ships: what is measured is what the device would show. Nothing is excluded.
/// </summary>
/// <param name="model">The model. Only read: rankers may share it.</param>
public sealed class DeviceRanker(DeviceModel model) : IScoredRanker
{
    private readonly History history = new(model);

    /// <inheritdoc/>
    public void Begin() => history.Clear();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the model's.</exception>
    public void Append(int row) => history.Append(row + 1);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The sequence is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public int Top(Span<int> rows) => Rows(rows, model.Recommend(history, rows));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The spans' lengths differ.</exception>
    /// <exception cref="InvalidOperationException">The sequence is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public int Top(Span<int> rows, Span<float> scores) => Rows(rows, model.Recommend(history, rows, scores));

    private static int Rows(Span<int> items, int count)
    {
        foreach (ref int item in items[..count]) item--;
        return count;
    }
}
