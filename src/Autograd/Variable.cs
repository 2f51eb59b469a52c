using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>A value on the tape together with the gradient of the loss by it, once there is one.</summary>
public class Variable
{
    internal Variable()
    {
    }

    /// <summary>The value.</summary>
    public Tensor Value { get; private protected set; } = null!;

    /// <summary>∂loss/∂value, of the value's shape; null until something has been added to it.</summary>
    public Tensor? Gradient { get; private protected set; }

    /// <summary>Whether a gradient is wanted: true for parameters and for what is computed from them.</summary>
    public bool NeedsGradient { get; private protected set; }

    /// <summary>The value's sizes.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The rows of the value read as a matrix.</summary>
    public int Rows => Value.Rows;

    /// <summary>The size of the value's last axis.</summary>
    public int Columns => Value.Columns;

    /// <summary>The gradient to add to; zeros at first.</summary>
    internal virtual Tensor GradientToAddTo(Arena arena) => Gradient ??= arena.RentZeroed(Value.Shape);

    /// <summary>The same, of which only these rows will be added to.</summary>
    internal virtual Tensor GradientToAddTo(Arena arena, ReadOnlySpan<int> rows) => GradientToAddTo(arena);

    /// <summary>Whose gradient this one's is, or null for one of its own.</summary>
    internal Variable? Through { get; private set; }

    internal void Reuse(Tensor value, bool needsGradient, Variable? through = null) =>
        (Value, Gradient, NeedsGradient, Through) = (value, null, needsGradient, through);
}
