using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class Linear
{
    /// <summary>x [n, inputs], weight [outputs, inputs], bias [outputs] or empty; gives [n, outputs].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, int inputs)
        where T : IFloatingPointIeee754<T>
    {
        int rows = x.Length / inputs, outputs = weight.Length / inputs;
        var y = new T[rows * outputs];
        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < outputs; output++)
            {
                T sum = bias.IsEmpty ? T.Zero : bias[output];
                for (int i = 0; i < inputs; i++) sum += x[(row * inputs) + i] * weight[(output * inputs) + i];
                y[(row * outputs) + output] = sum;
            }
        }

        return y;
    }
}
