using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>A value that no training changes and that has no gradient: it may be used on any tape.</summary>
public sealed class Constant : Variable, IDisposable
{
    /// <summary>A value.</summary>
    /// <param name="value">The value; disposed of with this.</param>
    public Constant(Tensor value) => Value = value;

    /// <inheritdoc/>
    public void Dispose() => Value.Dispose();
}
