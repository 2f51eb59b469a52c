using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;
using OnDeviceRec.Data.Logs.Output;
using OnDeviceRec.Data.Logs.Reading;

namespace OnDeviceRec.Data.Logs;

/// <summary>
/// Makes a data set's folder of the tables that the text of <see cref="LogPreparation.SqlTextOf"/> left in another database, such as Spark,
/// and that were written as Parquet: the folder that <see cref="LogPreparation"/> makes of the same log. docs/scale.md has such a job.
/// </summary>
public static class PartsPreparation
{
    /// <summary>Makes the data set.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Told how far the work is.</param>
    /// <param name="cancellation">Stops it, and nothing is left of it.</param>
    /// <exception cref="DataFormatException">A table is missing, unfinished, damaged or wrong, or a needed part is empty.</exception>
    /// <exception cref="InputException">
    /// There is not enough memory, or where the data set is to be is something already, or another run at work.
    /// </exception>
    /// <exception cref="OutputException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static PreparedParts Run(PartsOptions options, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return NewDataset.Make(options.Folder, options.Replace, options.Memory, options.Threads, Prepare, cancellation);

        PreparedParts Prepare(OutputPlace place, LogDatabase database)
        {
            var tables = new PartTables(database, options.Parts);
            place.RequireApart(tables.Open());
            progress.Begin("checking the tables");
            try
            {
                new PartRows(database, tables).Check();
                var results = new ResultTables(database, options.Parts, tables.Fault);
                ResultTotals totals = results.Totals();
                string name = OutputPlace.NameOf(options.Folder);
                results.Write(name, place.Dataset, progress.Begin("writing"), cancellation);
                long[] settings = database.Numbers("SELECT min_prefix, valid FROM settings");
                return new PreparedParts(
                    name, (int)settings[0], totals.Items, totals.Train, settings[1] == 1 ? totals.Valid : null, totals.Test);
            }
            catch (InputException e) when (LogDatabase.ReasonOf(e) is not null)
            {
                tables.ThrowUnreadable();
                throw;
            }
        }
    }
}
