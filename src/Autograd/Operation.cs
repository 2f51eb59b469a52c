using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>
/// One recorded step of a computation and how its gradient flows back. To add an operation, derive from this class,
/// compute the value in a static method, and record an instance with <see cref="Tape.Record{TOperation}"/>; check it
/// with <see cref="GradientCheck"/>. Instances are reused from step to step.
/// </summary>
public abstract class Operation
{
    /// <summary>The result whose gradient is known when <see cref="Backward"/> runs.</summary>
    public Variable Output { get; internal set; } = null!;

    /// <summary>∂loss/∂output.</summary>
    protected Tensor OutputGradient => Output.Gradient!;

    /// <summary>Adds this operation's part to the gradients of its inputs (<see cref="Tape.GradientOf(Variable?)"/>).</summary>
    /// <param name="tape">The tape; its arena lends scratch memory.</param>
    protected internal abstract void Backward(Tape tape);
}
