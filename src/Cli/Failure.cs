using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Cli;

/// <summary>Failures a person can do something about, in one line; anything else is a defect and keeps its stack trace.</summary>
internal static class Failure
{
    public static string? Explain(Exception error) => error switch
    {
        InputException or DataFormatException or OutputException or CheckpointException => error.Message,
        NonFiniteScoreException or OperationCanceledException => error.Message,
        ModelFormatException => $"{error.Message} Give a whole model file, as train or distill writes it.",
        FileNotFoundException or DirectoryNotFoundException => $"{error.Message} Check the path.",
        UnauthorizedAccessException => $"{error.Message} Check that it is a file, not a folder, and its rights.",
        IOException => error.Message,
        _ => null,
    };
}
