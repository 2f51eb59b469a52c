using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Engine;

/// <summary>
/// The database that a preparation works in: a file in a folder of its own, within a bound of memory beyond which it writes to that
/// folder. It loads nothing, opens no connection, and its clock stands in UTC.
/// </summary>
internal sealed class LogDatabase : IDisposable
{
    // Of the bound, what the database may count: it takes half as much again that it does not count (docs/prepare.md).
    private const double Counted = 0.6;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(250);

    private readonly DuckDBConnection connection;
    private readonly long memory;
    private readonly CancellationToken cancellation;

    /// <param name="folder">Where it works; there and empty.</param>
    /// <param name="memory">The bound in bytes, of the database and all around it.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops every statement.</param>
    /// <exception cref="InputException">The program was made without the database's library for this platform.</exception>
    public LogDatabase(string folder, long memory, int threads, CancellationToken cancellation)
    {
        (Folder, this.memory, this.cancellation) = (folder, memory, cancellation);
        connection = new DuckDBConnection($"DataSource={Path.Combine(folder, "log.duckdb")}");
        try
        {
            connection.Open();
            Run("SET autoinstall_known_extensions = false");
            Run("SET autoload_known_extensions = false");
            Run("SET TimeZone = 'UTC'");
            Run("SET enable_progress_bar = true");
            Run("SET enable_progress_bar_print = false");
            Run("SET progress_bar_time = 0");
            Run($"SET temp_directory = {Sql.Text(Path.Combine(folder, "spill"))}");
            Run($"SET memory_limit = '{(long)(Counted * memory)} B'");
            Run($"SET threads = {Sql.Number(threads)}");
        }
        catch (DllNotFoundException e)
        {
            throw new InputException(
                $"DuckDB, which reads logs, has no library for {RuntimeInformation.RuntimeIdentifier} here: odrec was made on another "
                + "platform; build or pack it on this one.",
                e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Where it works.</summary>
    public string Folder { get; }

    /// <summary>Runs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="report">Told now and then how much of it is done, 0 to 1.</param>
    /// <exception cref="InputException">It cannot be done, for want of memory or room on the disk.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(string statement, Action<double>? report = null)
    {
        using DuckDBCommand command = Command(statement);
        using CancellationTokenRegistration stop = cancellation.Register(command.Cancel);
        using Timer? timer = report is null ? null : new Timer(_ => Report(report), null, BetweenReports, BetweenReports);
        Translated(() => command.ExecuteNonQuery());
    }

    /// <summary>The rows of a query, one after the other as they are asked for; each holds until the next is asked for.</summary>
    /// <exception cref="InputException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<DuckDBDataReader> Rows(string query)
    {
        using DuckDBCommand command = Command(query);
        command.UseStreamingMode = true;
        using CancellationTokenRegistration stop = cancellation.Register(command.Cancel);
        using DuckDBDataReader reader = Translated(() => command.ExecuteReader());
        while (Translated(reader.Read)) yield return reader;
    }

    /// <summary>The whole numbers of a query's one row; what is missing is 0.</summary>
    public long[] Numbers(string query)
    {
        // A row is gone when the enumeration ends: it is copied within.
        return Rows(query).Select(Copy).First();

        static long[] Copy(DuckDBDataReader row)
        {
            long[] numbers = new long[row.FieldCount];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = row.IsDBNull(i) ? 0 : row.GetInt64(i);
            return numbers;
        }
    }

    /// <summary>What the database says of a log that it cannot read, on one line; null of any other failure.</summary>
    public static string? ReasonOf(InputException failure) =>
        failure.InnerException is DuckDBException { ErrorType: not DuckDBErrorType.OutOfMemory } e ? Reason(e) : null;

    public void Dispose() => connection.Dispose();

    private DuckDBCommand Command(string text)
    {
        cancellation.ThrowIfCancellationRequested();
        DuckDBCommand command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private void Report(Action<double> report)
    {
        double percent = connection.GetQueryProgress().Percentage;
        if (percent >= 0) report(percent / 100);
    }

    // "Invalid Input Error: what it is\n\nand much more".
    private static string Reason(DuckDBException e)
    {
        string line = e.Message.Split('\n', 2)[0].TrimEnd('.', ' ', '\r');
        int head = line.IndexOf("Error: ", StringComparison.Ordinal);
        return head < 0 ? line : line[(head + "Error: ".Length)..];
    }

    private T Translated<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDBException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (DuckDBException e) when (e.ErrorType == DuckDBErrorType.OutOfMemory)
        {
            throw new InputException(
                $"The work does not fit into --memory {ByteSize.Text(memory)} and the room on the disk; ask for more of it.", e);
        }
        catch (DuckDBException e)
        {
            throw new InputException($"The database failed, {Reason(e)}; check what it reads and the room left on the disk.", e);
        }
    }
}
