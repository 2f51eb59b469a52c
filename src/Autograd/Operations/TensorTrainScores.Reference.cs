using System.Numerics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: h times the transpose of the rebuilt table, in any number type.</summary>
public sealed partial class TensorTrainScores
{
    /// <summary>S [B, V] of stored cores and h [B, d].</summary>
    internal static T[] Reference<T>(TensorTrainShape shape, IReadOnlyList<T[]> cores, ReadOnlySpan<T> h, int batch)
        where T : INumber<T>
    {
        T[] table = TensorTrain.Reference(shape, cores);
        var scores = new T[batch * shape.Items];
        for (int b = 0; b < batch; b++)
        {
            for (int v = 0; v < shape.Items; v++)
            {
                for (int j = 0; j < shape.Width; j++) scores[(b * shape.Items) + v] += h[(b * shape.Width) + j] * table[(v * shape.Width) + j];
            }
        }

        return scores;
    }
}
