using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OnDeviceRec.Cli.Commands;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Mpi;

namespace OnDeviceRec.Cli;

/// <summary>The command <c>odrec</c>. Exit codes: 0 done, 1 failed with a one-line reason, 2 wrong usage.</summary>
internal static class Application
{
    public const int Done = 0, Failed = 1, WrongUsage = 2;

    /// <summary>The command with all its verbs.</summary>
    public static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "On-device next-item recommendation: train a teacher, distill a tiny student, evaluate the file that ships.")
        {
            DemoCommand.Create(),
            RunCommand.Create(),
            PrepareCommand.Create(),
            TrainCommand.Create(),
            DistillCommand.Create(),
            EvaluateCommand.Create(),
            BaselinesCommand.Create(),
            RecommendCommand.Create(),
            SimilarCommand.Create(),
            BenchCommand.Create(),
            InspectCommand.Create(),
            QuantizeCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            ShapesCommand.Create(),
            ConfigCommand.Create(),
            ExperimentCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Add(CompletionCommand.CreateHidden(root));
        GroupedHelp.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        StandardError.Install();
        // The environment can give the process a language whose 0.5 is 0,5.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        RootCommand root = CreateRoot();
        ParseResult parsed = CommandLine.Parse(root, args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            string verb = parsed.CommandResult.Command == root ? string.Empty : $" {parsed.CommandResult.Command.Name}";
            return await Failure.Say(parsed, WrongUsage, $"{Problem(parsed)}; see odrec{verb} --help.").ConfigureAwait(false);
        }

        if (MpiLaunch.IsRank && parsed.CommandResult.Command is Verb { RunsOnRanks: false })
        {
            const string Ranks = "mpirun is for train and distill; start everything else without it.";
            return await Failure.Say(parsed, WrongUsage, Ranks).ConfigureAwait(false);
        }

        // The commands' own handling below turns every failure into one line.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
        };
        using var hangUp = new HangUp(parsed);
        try
        {
            return await parsed.InvokeAsync(invocation, hangUp.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (Failure.Explain(error) is { } reason)
        {
            return await Failure.Say(parsed, error is UsageException ? WrongUsage : Failed, reason).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // What is no failure of the person's is a defect: it is shown whole, with what to do about it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            const string Defect = "this is a defect of odrec, not of what you gave it; please report it with the lines above.";
            return await Failure.Say(parsed, Failed, Defect).ConfigureAwait(false);
        }
    }

    // A word that nothing knows is what went wrong; that something else is then missing only follows from it.
    private static string Problem(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [string word, ..]) return parsed.Errors[0].Message.TrimEnd('.');
        Command command = parsed.CommandResult.Command;
        IEnumerable<string> known = word.StartsWith('-')
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
        return $"'{word}' is not known here{Suggestion.Question(word, known)}";
    }
}
