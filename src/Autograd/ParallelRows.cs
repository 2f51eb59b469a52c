using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>
/// Splits rows among the threads of <see cref="WorkerPool"/>. The pieces depend on sizes alone, so that results,
/// partial sums included, do not depend on the number of threads.
/// </summary>
internal static class ParallelRows
{
    /// <summary>The cost of a multiply-add, an addition or a copy of one value: the unit of work.</summary>
    public const int Cheap = 1;

    /// <summary>The cost of an exponential, an error function or four random bytes.</summary>
    public const int Costly = 8;

    // About ten microseconds: less does not pay for the waking of a thread.
    private const long WorkAPiece = 1 << 17;

    /// <summary>The rows of a piece.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="workARow">The work of a row, in units of <see cref="Cheap"/>.</param>
    public static int RowsAPiece(int rows, long workARow) => (int)Math.Clamp(WorkAPiece / Math.Max(workARow, 1), 1, Math.Max(rows, 1));

    /// <summary>Runs the work over rows 0 to rows − 1, in pieces.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="workARow">The work of a row, in units of <see cref="Cheap"/>.</param>
    /// <param name="work">What is done with a range of rows.</param>
    /// <typeparam name="TWork">A struct, so that the call is direct and nothing is boxed.</typeparam>
    public static void Run<TWork>(int rows, long workARow, in TWork work)
        where TWork : struct, IRangeWork
    {
        int rowsAPiece = RowsAPiece(rows, workARow);
        WorkerPool.Run((rows + rowsAPiece - 1) / rowsAPiece, new Pieces<TWork>(work, rows, rowsAPiece));
    }

    private readonly struct Pieces<TWork>(TWork work, int rows, int rowsAPiece) : IParallelWork
        where TWork : struct, IRangeWork
    {
        public void Run(int piece) => work.Run(piece * rowsAPiece, Math.Min((piece + 1) * rowsAPiece, rows));
    }
}
