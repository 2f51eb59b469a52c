using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Output;

/// <summary>Makes a data set's folder with a database beside it that goes with all that was needed.</summary>
internal static class NewDataset
{
    /// <summary>Makes it, whole or not at all.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="replace">Whether a data set that is there already is replaced.</param>
    /// <param name="memory">The bound of memory in bytes.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="work">Writes the data set where the place has it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InputException">Something is there already, or another run is at work.</exception>
    /// <exception cref="OutputException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static T Make<T>(
        string folder, bool replace, long memory, int threads, Func<OutputPlace, LogDatabase, T> work, CancellationToken cancellation)
    {
        try
        {
            using OutputPlace place = OutputPlace.Take(folder, replace);
            T made;
            using (var database = new LogDatabase(place.Work, memory, threads, cancellation)) made = work(place, database);
            cancellation.ThrowIfCancellationRequested();
            place.Finish();
            return made;
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("Stopped; nothing was written.", e, cancellation);
        }
    }
}
