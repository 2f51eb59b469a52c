using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>LayerNorm with its parameters.</summary>
public sealed class Normalization
{
    private readonly float epsilon;

    /// <summary>Makes the parameters <c>name.weight</c> and <c>name.bias</c>, [d].</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The name.</param>
    /// <param name="width">d.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Normalization(ParameterFactory make, string name, int width, float epsilon)
    {
        this.epsilon = epsilon;
        Gain = make.Gain($"{name}.weight", new Shape(width));
        Bias = make.Bias($"{name}.bias", new Shape(width));
    }

    /// <summary>The gain, [d].</summary>
    public Parameter Gain { get; }

    /// <summary>The bias, [d].</summary>
    public Parameter Bias { get; }

    /// <summary>(x − mean)/√(variance + ε)·gain + bias, row by row.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    public Variable Forward(Tape tape, Variable x) => LayerNormalization.Apply(tape, x, Gain, Bias, epsilon);
}
