namespace OnDeviceRec.Training.Checkpoints;

/// <summary>A checkpoint cannot be used; the message says why and what to do.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>A damaged or foreign checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong with it, and the remedy.</param>
    /// <param name="inner">What was thrown, or null.</param>
    public CheckpointException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether the file's bytes are not what was written, so that the previous checkpoint may serve instead.</summary>
    internal bool Damaged { get; init; }
}
