using System.Numerics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class Dropout
{
    internal static T[] Reference<T>(ReadOnlySpan<T> x, float rate, Philox stream)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            (uint w0, uint w1, uint w2, uint w3) = stream.Block((ulong)i / 4);
            uint word = (i % 4) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
            y[i] = word / (double)(1UL << 32) < 1.0 - rate ? x[i] / T.CreateChecked(1.0 - rate) : T.Zero;
        }

        return y;
    }
}
