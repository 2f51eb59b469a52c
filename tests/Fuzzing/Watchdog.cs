namespace OnDeviceRec.Fuzzing;

/// <summary>Ends the process when an input takes too long: nothing else stops a reader that never returns.</summary>
internal sealed class Watchdog : IDisposable
{
    private const int ExitCode = 3;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Timer timer;
    private volatile byte[] input = [];
    private long started = long.MaxValue;

    /// <summary>A watchdog with nothing to watch.</summary>
    /// <param name="limit">The longest that an input may take.</param>
    /// <param name="end">Hears which one took longer, right before the process ends.</param>
    public Watchdog(TimeSpan limit, Action<byte[]> end) => timer = new Timer(
        _ =>
        {
            if (Environment.TickCount64 - Interlocked.Read(ref started) < limit.TotalMilliseconds) return;
            end(input);
            Environment.Exit(ExitCode);
        },
        state: null,
        Period,
        Period);

    /// <summary>Starts the time of an input.</summary>
    /// <param name="bytes">The input.</param>
    public void Watch(byte[] bytes)
    {
        input = bytes;
        Interlocked.Exchange(ref started, Environment.TickCount64);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
