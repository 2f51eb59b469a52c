namespace OnDeviceRec.Device.Native;

/// <summary>A history behind a handle, for one call at a time.</summary>
internal sealed class OpenHistory(DeviceModel model) : IDisposable
{
    private int isBusy;

    public DeviceModel Model => model;

    public History History { get; } = new(model);

    /// <summary>The history of a handle, this call's until it is disposed of.</summary>
    public static OpenHistory Enter(nint handle)
    {
        OpenHistory history = Handles.Get<OpenHistory>(handle);
        return Interlocked.Exchange(ref history.isBusy, 1) == 0
            ? history
            : throw new StatusException(Status.Busy, "Another thread is using the history.");
    }

    public void Dispose() => Volatile.Write(ref isBusy, 0);
}
