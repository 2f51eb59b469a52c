using System.Globalization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Lists;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>
/// Words in, a list out, again and again: on a terminal a screen that is drawn anew, elsewhere plain lines, for pipes and tests.
/// </summary>
internal sealed class TrialScreen(Screen screen, Trial trial, SessionReader reader, ItemNames names)
{
    private const string Undo = "undo", Clear = "clear", Quit = "quit";
    private const string Help = $"Type an id, or several; {Undo} takes the last one back, {Clear} all of them, {Quit} ends.";

    private readonly bool terminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public void Run(IEnumerable<string> lines)
    {
        trial.WarmUp();
        screen.Note(Help);
        Prompt();
        foreach (string line in lines)
        {
            if (line.Trim() == Quit) return;
            Answer(line.Trim());
            Prompt();
        }
    }

    private void Answer(string word)
    {
        try
        {
            string? note = Change(word);
            Show();
            if (note is not null) screen.Note(note);
        }
        catch (InputException e)
        {
            screen.Note(e.Message);
        }
    }

    private string? Change(string word)
    {
        switch (word)
        {
            case "":
                return Help;
            case Undo:
                return trial.Undo() ? null : "There is nothing to take back.";
            case Clear:
                trial.Clear();
                return null;
            default:
                Session more = reader.Read(word, "the line");
                trial.Append(more.Items);
                return more.Unknown.Length > 0 ? $"The model does not know {more.NamesOfUnknown}; skipped." : null;
        }
    }

    private void Show()
    {
        if (terminal) AnsiConsole.Clear();
        if (trial.Session.Count == 0)
        {
            Console.WriteLine("The session is empty.");
            return;
        }

        TrialList step = trial.List();
        string session = string.Join(' ', trial.Session.Select(NameOf));
        Console.WriteLine(Invariant($"after {session}: {step.Micros:F1} µs"));
        if (terminal) AnsiConsole.Write(ListScreen.Table(step));
        else Plain(step);
    }

    private void Plain(TrialList step)
    {
        for (int i = 0; i < step.List.Items.Length; i++)
        {
            string copied = step.List.Why is { } why ? $" {Tables.Percent(why[i].Copied)}" : string.Empty;
            Console.WriteLine(Invariant(
                $"{i + 1} {NameOf(step.List.Items[i])} {step.List.Scores[i]:F4} {ListScreen.Moved(step.Climbed[i])}{copied}"));
        }
    }

    private string NameOf(int item) => PrintableText.Of(names.NameOf(item));

    private void Prompt()
    {
        if (terminal) Console.Write("> ");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
