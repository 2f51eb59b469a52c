using System.CommandLine;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Completion;
using OnDeviceRec.Cli.Settings;

namespace OnDeviceRec.Cli.Commands;

/// <summary>The scripts of shells; at every Tab they call the hidden verb <c>complete</c> with the words so far.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create()
    {
        var command = new Verb(
            "completion",
            "Print what makes a shell complete verbs, options and their values at Tab: a script to source when the shell starts.",
            """
            odrec completion bash
            odrec completion zsh
            odrec completion fish
            odrec completion pwsh
            """);
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", Shells)}; the script's first line says how." };
        shell.CompletionSources.Add(Shells);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && !Shells.Contains(word.Value))
                result.AddError($"'{word.Value}' is no shell known here, it must be {string.Join(" or ", Shells)}");
        });
        command.Arguments.Add(shell);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(shell)!, script = Script(name);
            common.Open(parsed).Show(
                () => new JsonObject { ["shell"] = name, ["script"] = script }, console => console.Profile.Out.Writer.Write(script));
            return Application.Done;
        });
        return command;
    }

    /// <summary>The verb that the scripts call; after <c>--</c> it is given the words of the line.</summary>
    public static Command CreateHidden(RootCommand root)
    {
        var command = new Verb(
            "complete", "Print what the last word of a line may become, one a line.", "odrec complete -- run --preset co")
        {
            Hidden = true,
        };
        var words = new Argument<string[]>("words") { Description = "The words after odrec.", Arity = ArgumentArity.ZeroOrMore };
        command.Arguments.Add(words);
        command.SetAction(parsed =>
        {
            foreach (string word in Completions.Of(root, parsed.GetValue(words) ?? [])) Console.WriteLine(word);
            return Application.Done;
        });
        return command;
    }

    private static string Script(string shell)
    {
        using Stream stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"odrec.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
