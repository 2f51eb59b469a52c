using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Cli.Output;

/// <summary>What every JSON object says of the call that it answers: the version, the seed, and all options, given or by default.</summary>
internal static class CallFields
{
    private const string Json = "--json", Seed = "seed";

    /// <summary>The version of the command.</summary>
    public static string Version { get; } =
        typeof(CallFields).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Whether the call asks for JSON.</summary>
    /// <param name="parsed">The call.</param>
    public static bool AsJson(ParseResult parsed) => parsed.GetResult(Json) is OptionResult { Implicit: false } result
        && !(result.Tokens is [{ Value: var word }, ..] && bool.TryParse(word, out bool wanted) && !wanted);

    /// <summary>The verb's arguments and options by their names in job files, but for --json.</summary>
    /// <param name="parsed">The call.</param>
    public static JsonObject OptionsOf(ParseResult parsed)
    {
        Command verb = parsed.CommandResult.Command;
        var json = new JsonObject();
        foreach (Argument argument in verb.Arguments) json[argument.Name] = Node(parsed.GetResult(argument)?.GetValueOrDefault<object>());
        foreach (Option option in verb.Options.Where(one => one is not HelpOption && one.Name != Json))
            json[Setting.KeyOf(option.Name.TrimStart('-'))] = Node(parsed.GetResult(option)?.GetValueOrDefault<object>());
        return json;
    }

    /// <summary>Adds the fields to a result that does not have them.</summary>
    /// <param name="result">The result.</param>
    /// <param name="options">The options; the seed is taken out of them.</param>
    public static JsonObject AddTo(JsonObject result, JsonObject options)
    {
        result["version"] = Version;
        if (options.Remove(Seed, out JsonNode? seed)) result.TryAdd(Seed, seed);
        result["options"] = options;
        return result;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        bool truth => truth,
        int number => number,
        ulong number => number,
        double number => number,
        string[] words => new JsonArray([.. words.Select(word => (JsonNode)word)]),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
