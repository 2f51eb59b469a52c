namespace OnDeviceRec.Device.Tests;

/// <summary>Histories that have items.</summary>
internal static class Histories
{
    public static History Of(DeviceModel model, params ReadOnlySpan<int> items)
    {
        var history = new History(model);
        foreach (int item in items) history.Append(item);
        return history;
    }
}
