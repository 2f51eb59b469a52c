namespace OnDeviceRec.Mpi;

/// <summary>MPI cannot be used as it was started, or a call of it failed. The message is one line: what is wrong, and what to do.</summary>
public sealed class MpiException : Exception
{
    internal MpiException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
