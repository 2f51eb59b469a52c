using System.Numerics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: rows of the naive table.</summary>
public sealed partial class TensorTrainRows
{
    /// <summary>[n, d] of stored cores.</summary>
    internal static T[] Reference<T>(TensorTrainShape shape, IReadOnlyList<T[]> cores, ReadOnlySpan<int> rows)
        where T : IFloatingPointIeee754<T> => GatherRows.Reference<T>(TensorTrainTable.Reference(shape, cores), shape.Width, rows);
}
