using System.CommandLine;
using System.CommandLine.Parsing;
using OnDeviceRec.Cli.Commands;

namespace OnDeviceRec.Cli;

/// <summary>The command <c>odrec</c>. Exit codes: 0 done, 1 failed with a one-line reason, 2 wrong usage.</summary>
internal static class Application
{
    public const int Failed = 1, WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("On-device next-item recommendation: train a teacher, distill a tiny student, evaluate the file that ships.")
        {
            DemoCommand.Create(),
            PrepareCommand.Create(),
            RunCommand.Create(),
            TrainCommand.Create(),
            DistillCommand.Create(),
            EvaluateCommand.Create(),
            BaselinesCommand.Create(),
            RecommendCommand.Create(),
            BenchCommand.Create(),
            InspectCommand.Create(),
            QuantizeCommand.Create(),
            ShapesCommand.Create(),
            ExperimentCommand.Create(),
        };
        ExamplesHelp.AddTo(root);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            string verb = parsed.CommandResult.Command == root ? string.Empty : $" {parsed.CommandResult.Command.Name}";
            // A word that nothing knows is what went wrong; that something else is then missing only follows from it.
            string problem = parsed.UnmatchedTokens is [string word, ..] ? $"'{word}' is not known here" : parsed.Errors[0].Message.TrimEnd('.');
            await Console.Error.WriteLineAsync($"odrec: {problem}; see odrec{verb} --help.").ConfigureAwait(false);
            return WrongUsage;
        }

        // The commands' own handling below turns every failure into one line.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
        try
        {
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (Exception error) when (Failure.Explain(error) is { } reason)
        {
            await Console.Error.WriteLineAsync($"odrec: {reason}").ConfigureAwait(false);
            return Failed;
        }
    }
}
