namespace OnDeviceRec.Data.Logs;

/// <summary>The tables that the SQL text left elsewhere, where the data set goes, and with what means it is written.</summary>
/// <param name="Parts">The folder with a folder for each table.</param>
/// <param name="Folder">The data set's folder.</param>
public sealed record PartsOptions(string Parts, string Folder)
{
    /// <summary>Whether a data set that is there already is replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>The bound of memory in bytes, at least <see cref="PreparationOptions.LeastMemory"/>.</summary>
    public long Memory { get; init; } = 2_000_000_000;

    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
