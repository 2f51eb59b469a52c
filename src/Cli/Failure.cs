using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Cli;

/// <summary>Failures a person can do something about, in one line; anything else is a defect and keeps its stack trace.</summary>
internal static class Failure
{
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says what went wrong: in a line on standard error, and with --json in an object on standard output too.</summary>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="code">The exit code.</param>
    /// <param name="reason">What went wrong.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Say(ParseResult parsed, int code, string reason)
    {
        if (CallFields.AsJson(parsed))
        {
            var json = new JsonObject { ["error"] = reason, ["exitCode"] = code, ["version"] = CallFields.Version };
            await TryWrite(json.ToJsonString(Layout)).ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync($"odrec: {PrintableText.Of(reason)}").ConfigureAwait(false);
        return code;
    }

    // Where standard output is what fails, the line on standard error says so.
    private static async Task TryWrite(string line)
    {
        try
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.SetOut(TextWriter.Null);
        }
    }

    public static string? Explain(Exception error) => error switch
    {
        InputException or DataFormatException or OutputException or CheckpointException => error.Message,
        NonFiniteScoreException or OperationCanceledException => error.Message,
        ModelFormatException => $"{error.Message} Give a whole model file, as train or distill writes it.",
        FileNotFoundException or DirectoryNotFoundException => $"{error.Message} Check the path.",
        UnauthorizedAccessException => $"{error.Message} Check that it is a file, not a folder, and its rights.",
        IOException => error.Message,
        OutOfMemoryException => "the memory is used up; take a smaller --width, --batch or --shape, or a machine with more.",
        _ => null,
    };
}
