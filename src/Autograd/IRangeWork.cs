namespace OnDeviceRec.Autograd;

/// <summary>Work on rows of which each range writes its own part of the output (<see cref="ParallelRows"/>).</summary>
internal interface IRangeWork
{
    /// <summary>Does the rows of a range.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="to">One past the last row.</param>
    void Run(int from, int to);
}
