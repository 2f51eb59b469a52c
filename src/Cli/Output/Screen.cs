using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>Results go to standard output, as tables or as one JSON object; progress and notes go to standard error.</summary>
internal sealed class Screen
{
    private static readonly JsonSerializerOptions JsonLayout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly bool json;
    private readonly IAnsiConsole output = AnsiConsole.Console;

    public Screen(ParseResult call)
    {
        json = CallFields.AsJson(call);
        Options = CallFields.OptionsOf(call);
        Errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        // A file or a pipe has no width; tables are not to be broken there.
        const int Unbroken = 200;
        if (Console.IsOutputRedirected) output.Profile.Width = Unbroken;
        if (Console.IsErrorRedirected) Errors.Profile.Width = Unbroken;
    }

    public IAnsiConsole Errors { get; }

    /// <summary>The options that the JSON object says; a job's are more than those of the line.</summary>
    public JsonObject Options { get; set; }

    public void Note(string message) => Errors.WriteLine(PrintableText.Of(message));

    /// <summary>Shows a result, in one of its two forms; as JSON it says the call too.</summary>
    /// <exception cref="IOException">Standard output cannot be written.</exception>
    public void Show(Func<JsonObject> asJson, Action<IAnsiConsole> asTables) =>
        ShowAlone(() => CallFields.AddTo(asJson(), Options), asTables);

    /// <summary>The same without the call, for a list: one alone is what it is among many.</summary>
    /// <exception cref="IOException">Standard output cannot be written.</exception>
    public void ShowAlone(Func<JsonObject> asJson, Action<IAnsiConsole> asTables)
    {
        try
        {
            if (json) Console.Out.WriteLine(asJson().ToJsonString(JsonLayout));
            else asTables(output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException("standard output is closed or full: the result cannot be shown; files that were made are whole.", e);
        }
    }
}
