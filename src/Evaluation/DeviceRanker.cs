using OnDeviceRec.Device;
using OnDeviceRec.Models.Baselines;

namespace OnDeviceRec.Evaluation;

/// <summary>
/// A model file's own lists, made by the runtime that ships: what is measured is what the device would show. Nothing is excluded.
/// </summary>
/// <param name="model">The model. Only read: rankers may share it.</param>
public sealed class DeviceRanker(DeviceModel model) : IRanker
{
    private readonly History history = new(model);
    private float[] scores = [];

    /// <inheritdoc/>
    public void Begin() => history.Clear();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the model's.</exception>
    public void Append(int row) => history.Append(row + 1);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The sequence is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public int Top(Span<int> rows)
    {
        if (scores.Length < rows.Length) scores = new float[rows.Length];
        int count = model.Recommend(history, rows, scores.AsSpan(0, rows.Length));
        foreach (ref int row in rows[..count]) row--;
        return count;
    }
}
