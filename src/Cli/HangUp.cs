using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Cli;

/// <summary>
/// A terminal or a connection that goes away (SIGHUP) stops a verb as Ctrl+C does, so that it keeps what is done. The library does the same
/// for SIGINT and SIGTERM. Who started the command with nohup is not stopped.
/// </summary>
internal sealed class HangUp : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration? registration;

    /// <param name="parsed">The call. A verb that cannot be cancelled just ends.</param>
    public HangUp(ParseResult parsed)
    {
        if (parsed.Action is not AsynchronousCommandLineAction) return;
        registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            source.Cancel();
        });
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registration?.Dispose();
        source.Dispose();
    }
}
