using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Distillation.Checkpoints;

namespace OnDeviceRec.Cli;

/// <summary>Failures a person can do something about, in one line; anything else is a defect and keeps its stack trace.</summary>
internal static class Failure
{
    public static string? Explain(Exception error) => error switch
    {
        DataFormatException or OutputException or ModelFormatException or CheckpointException or NonFiniteScoreException => error.Message,
        ArgumentException or ArithmeticException or OperationCanceledException => error.Message,
        FileNotFoundException or DirectoryNotFoundException => $"{error.Message} Check the path.",
        IOException or UnauthorizedAccessException => error.Message,
        _ => null,
    };
}
