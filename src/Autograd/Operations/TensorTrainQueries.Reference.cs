using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: one sum after the other.</summary>
public sealed unsafe partial class TensorTrainQueries
{
    /// <summary>U, [I_1, B, r], of a core [1, I_1, d, r] and h [B, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> core, ReadOnlySpan<T> h, int groups, int d)
        where T : INumber<T>
    {
        int batch = h.Length / d, r = core.Length / (groups * d);
        var queries = new T[groups * batch * r];
        for (int i = 0; i < groups; i++)
        {
            for (int b = 0; b < batch; b++)
            {
                for (int k = 0; k < r; k++)
                {
                    for (int a = 0; a < d; a++) queries[(((i * batch) + b) * r) + k] += h[(b * d) + a] * core[(((i * d) + a) * r) + k];
                }
            }
        }

        return queries;
    }
}
