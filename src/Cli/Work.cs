using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data;
using Spectre.Console;

namespace OnDeviceRec.Cli;

/// <summary>What all verbs do: work on another thread with a line of progress, then show the result in one of its two forms.</summary>
internal static class Work
{
    public static Task<int> Run<T>(
        Screen screen, Func<IProgress<WorkProgress>, T> work, Func<T, JsonObject> asJson, Action<IAnsiConsole, T> asTables) => Task.Run(
        () =>
        {
            T result;
            using (var progress = new ProgressLine(screen.Errors, TimeProvider.System)) result = work(progress);
            screen.Show(() => asJson(result), console => asTables(console, result));
            return Application.Done;
        },
        CancellationToken.None);
}
