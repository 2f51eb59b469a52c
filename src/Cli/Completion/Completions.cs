using System.CommandLine;
using System.CommandLine.Completions;

namespace OnDeviceRec.Cli.Completion;

/// <summary>What the last word of a command line may become, by the definition of the command itself.</summary>
internal static class Completions
{
    /// <summary>The words that go on from what is typed; none where anything goes, such as a path.</summary>
    /// <param name="root">The command.</param>
    /// <param name="words">The words after its name, as a shell parts them; the last one is being typed and may be empty.</param>
    public static IEnumerable<string> Of(RootCommand root, IReadOnlyList<string> words)
    {
        // Of --option=value bash makes three words, others one.
        List<string> before = [.. words.SkipLast(1).Where(word => word != "=")];
        string typed = words.Count == 0 || words[^1] == "=" ? string.Empty : words[^1], lead = string.Empty;
        if (typed.StartsWith("--", StringComparison.Ordinal) && typed.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign)
        {
            (lead, typed) = (typed[..(sign + 1)], typed[(sign + 1)..]);
            before.Add(lead[..^1]);
        }

        ParseResult parsed = CommandLine.Parse(root, before);
        IEnumerable<string> known = Known(parsed, typed, mustBeValue: lead.Length > 0);
        return known.Where(word => word.StartsWith(typed, StringComparison.Ordinal)).Select(word => lead + word);
    }

    private static IEnumerable<string> Known(ParseResult parsed, string typed, bool mustBeValue)
    {
        Command command = parsed.CommandResult.Command;
        Option? last = parsed.Tokens.Count == 0 ? null : command.Options.FirstOrDefault(option => option.Name == parsed.Tokens[^1].Value);
        IEnumerable<string> values = last is null or Option<bool> ? [] : Values(last);
        if (mustBeValue || last is { Arity.MinimumNumberOfValues: > 0 } and not Option<bool>) return values;
        Argument? open = command.Arguments.FirstOrDefault(
            argument => (parsed.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MaximumNumberOfValues);
        return open is not null && !typed.StartsWith('-')
            ? values.Concat(Values(open))
            : values.Concat(command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)).Concat(OptionsLeft(parsed));
    }

    private static IEnumerable<string> OptionsLeft(ParseResult parsed) =>
        from option in parsed.CommandResult.Command.Options
            .Union(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive))
        where !option.Hidden && parsed.GetResult(option) is not { Implicit: false }
        select option.Name;

    private static IEnumerable<string> Values(Symbol symbol) => symbol.GetCompletions(CompletionContext.Empty).Select(one => one.Label);
}
