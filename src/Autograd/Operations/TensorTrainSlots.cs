using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>Room on the stack for the cores of a train and one input more, so that a step allocates nothing.</summary>
[InlineArray(TensorTrainShape.MaxCores + 1)]
internal struct TensorTrainSlots<T>
    where T : class
{
    private T first;

    /// <summary>The first slots.</summary>
    [UnscopedRef]
    public Span<T> Take(int count) => ((Span<T>)this)[..count];
}
