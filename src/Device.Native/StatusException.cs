namespace OnDeviceRec.Device.Native;

/// <summary>A call that cannot be served, and what it returns. It never leaves the library: <see cref="Failure"/> takes it.</summary>
internal sealed class StatusException(Status status, string message) : Exception(message)
{
    public Status Status => status;
}
