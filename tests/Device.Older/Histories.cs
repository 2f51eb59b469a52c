using OnDeviceRec.Device;

/// <summary>Histories that are the same wherever they are made.</summary>
internal static class Histories
{
    /// <summary>One of a length, of items drawn by a generator of numbers that no library brings.</summary>
    public static History Of(DeviceModel model, int length)
    {
        var history = new History(model);
        uint state = (uint)length;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            history.Append(1 + (int)((state >> 8) % (uint)model.Configuration.Items));
        }

        return history;
    }
}
