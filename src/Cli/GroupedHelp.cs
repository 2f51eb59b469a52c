using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OnDeviceRec.Cli;

/// <summary>The help of the command and of its verbs: options in groups, examples, exit codes, no wider than 100 columns.</summary>
internal sealed class GroupedHelp : SynchronousCommandLineAction
{
    private const int LeastWidth = 60, MostWidth = 100, Indent = 2, Gap = 2;

    private static readonly (string Name, string Text)[] ExitCodes =
        [("0", "done"), ("1", "failed; the last line on standard error says why and what to do"), ("2", "wrong usage")];

    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root) => root.Options.OfType<HelpOption>().Single().Action = new GroupedHelp();

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        var page = new Page(
            parseResult.InvocationConfiguration.Output,
            Console.IsOutputRedirected ? MostWidth : Math.Clamp(Console.WindowWidth, LeastWidth, MostWidth));
        page.Paragraph(command.Description ?? string.Empty, 0);
        string arguments = string.Concat(command.Arguments.Select(argument => $" <{argument.Name}>"));
        page.Head("Usage:");
        page.Paragraph(command is Verb ? $"odrec {command.Name}{arguments} [options]" : "odrec <verb> [options]", Indent);
        if (command.Arguments.Count > 0)
        {
            page.Rows(
                "Arguments:", [.. command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description ?? string.Empty))]);
        }

        if (command is Verb verb)
        {
            foreach (IGrouping<string, Option> group in verb.Groups) page.Rows($"{group.Key}:", [.. group.Select(Row)]);
            page.Rows("Exit codes:", ExitCodes);
            page.Head("Examples:");
            foreach (string line in verb.Examples.Split('\n')) page.Line(line);
        }
        else
        {
            IEnumerable<Command> verbs = command.Subcommands.Where(one => !one.Hidden);
            page.Rows("Verbs:", [.. verbs.Select(one => (one.Name, one.Description ?? string.Empty))]);
            page.Rows("Options:", [("--help", "Show this, or a verb's options and examples."), ("--version", "Show the version.")]);
            page.Rows("Exit codes:", ExitCodes);
        }

        return Application.Done;
    }

    private static (string Name, string Text) Row(Option option)
    {
        bool isSwitch = option is Option<bool> || option.Arity.MinimumNumberOfValues == 0;
        string text = option.Description ?? string.Empty;
        if (option.Required) text = $"{text} Required.";
        if (!isSwitch && option.HasDefaultValue && option.GetDefaultValue() is { } value) text = $"{text.TrimEnd('.')} [default: {value}].";
        return (isSwitch ? option.Name : $"{option.Name} <{option.HelpName ?? (option is Option<string> ? "text" : "n")}>", text);
    }

    /// <summary>Text in lines of a width.</summary>
    private sealed class Page(TextWriter output, int width)
    {
        public void Head(string head)
        {
            output.WriteLine();
            output.WriteLine(head);
        }

        public void Line(string line) => output.WriteLine(new string(' ', Indent) + line);

        public void Paragraph(string text, int indent)
        {
            foreach (string line in Lines(text, width - indent)) output.WriteLine(new string(' ', indent) + line);
        }

        public void Rows(string head, IReadOnlyList<(string Name, string Text)> rows)
        {
            Head(head);
            int column = Indent + rows.Max(row => row.Name.Length) + Gap;
            foreach ((string name, string text) in rows)
            {
                string start = (new string(' ', Indent) + name).PadRight(column);
                foreach (string line in Lines(text, width - column))
                {
                    output.WriteLine(start + line);
                    start = new string(' ', column);
                }
            }
        }

        private static IEnumerable<string> Lines(string text, int width)
        {
            foreach (string paragraph in text.Split('\n'))
            {
                string line = string.Empty;
                foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (line.Length > 0 && line.Length + 1 + word.Length > width)
                    {
                        yield return line;
                        line = string.Empty;
                    }

                    line = line.Length == 0 ? word : $"{line} {word}";
                }

                yield return line;
            }
        }
    }
}
