using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Mpi;
using OnDeviceRec.Tensors;
using Spectre.Console;

namespace OnDeviceRec.Cli;

/// <summary>What all verbs do: work on another thread with a line of progress, then show the result in one of its two forms.</summary>
internal static class Work
{
    public static Task<int> Run<T>(
        Screen screen, Func<IProgress<WorkProgress>, T> work, Func<T, JsonObject> asJson, Action<IAnsiConsole, T> asTables) =>
        Task.Run(() => Do(screen, work, asJson, asTables), CancellationToken.None);

    /// <summary>The same for work that the ranks of mpirun share, or this process does alone: the first one shows it.</summary>
    public static Task<int> RunOnRanks<T>(
        Screen screen, Func<IProgress<WorkProgress>, Sharing, T> work, Func<T, JsonObject> asJson, Action<IAnsiConsole, T> asTables) =>
        Task.Run(
            () => MpiLaunch.Run(
                ranks =>
                {
                    if (!Sharing.CanBe(ranks.Ranks))
                        throw new UsageException($"mpirun -n {ranks.Ranks}: give 1, 2, 4 or {Sharing.Slices} ranks.");
                    var sharing = new Sharing(ranks);
                    if (ranks.Rank == 0) return Do(screen, progress => work(progress, sharing), asJson, asTables);
                    work(new Silence(), sharing);
                    return Application.Done;
                },
                Console.Error,
                Failure.Explain),
            CancellationToken.None);

    private static int Do<T>(
        Screen screen, Func<IProgress<WorkProgress>, T> work, Func<T, JsonObject> asJson, Action<IAnsiConsole, T> asTables)
    {
        T result;
        using (var progress = new ProgressLine(screen.Errors, TimeProvider.System)) result = work(progress);
        screen.Show(() => asJson(result), console => asTables(console, result));
        return Application.Done;
    }

    private sealed class Silence : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
        }
    }
}
