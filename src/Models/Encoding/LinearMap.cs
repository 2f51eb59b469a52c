using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>y = x·Wᵀ + b with its parameters.</summary>
public sealed class LinearMap
{
    /// <summary>Makes the parameters <c>name.weight</c> [out, in] and, if wanted, <c>name.bias</c> [out].</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The name.</param>
    /// <param name="inputs">in.</param>
    /// <param name="outputs">out.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public LinearMap(ParameterFactory make, string name, int inputs, int outputs, bool bias = true)
    {
        Weight = make.Weight($"{name}.weight", new Shape(outputs, inputs));
        Bias = bias ? make.Bias($"{name}.bias", new Shape(outputs)) : null;
    }

    /// <summary>W, [out, in].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [out], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>y, [n, out].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, in].</param>
    public Variable Forward(Tape tape, Variable x) => Linear.Apply(tape, x, Weight, Bias);
}
