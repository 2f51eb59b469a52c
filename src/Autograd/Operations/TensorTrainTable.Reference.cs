using System.Numerics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: every entry by its definition, in any number type.</summary>
public sealed partial class TensorTrainTable
{
    /// <summary>E [V, d] of stored cores.</summary>
    internal static T[] Reference<T>(TensorTrainShape shape, IReadOnlyList<T[]> cores)
        where T : INumber<T> => TensorTrain.Reference(shape, cores);
}
