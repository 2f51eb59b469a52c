namespace OnDeviceRec.Device;

/// <summary>An item of a list.</summary>
/// <param name="item">The item, 1..V; <see cref="DeviceModel.Items"/> has its id.</param>
/// <param name="score">Its score, h·E[v], or ln P(v) where the model copies.</param>
public readonly struct Recommendation(int item, float score)
{
    /// <summary>The item, 1..V; <see cref="DeviceModel.Items"/> has its id.</summary>
    public int Item { get; } = item;

    /// <summary>Its score, h·E[v], or ln P(v) where the model copies.</summary>
    public float Score { get; } = score;
}
