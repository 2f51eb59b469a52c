using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: row by row, with all logits of a row at once.</summary>
public static unsafe partial class FullSoftmaxCrossEntropy
{
    /// <summary>Encodings [B, d] and the table [V, d] that give the logits z = h·Eᵀ.</summary>
    internal sealed record ReferenceModel<T>(T[] Hidden, T[] Table, int Width)
        where T : IFloatingPointIeee754<T>
    {
        public int Batch => Hidden.Length / Width;

        public int Items => Table.Length / Width;

        public ReadOnlySpan<T> Encoding(int row) => Hidden.AsSpan(row * Width, Width);

        public ReadOnlySpan<T> Item(int row) => Table.AsSpan(row * Width, Width);

        /// <summary>ln softmax(z/θ) of one row, [V].</summary>
        public T[] LogProbabilities(int row, T temperature)
        {
            var z = new T[Items];
            for (int v = 0; v < z.Length; v++) z[v] = Dot.Reference(Encoding(row), Item(v)) / temperature;
            T logSum = LogSumExp.Reference<T>(z);
            return Array.ConvertAll(z, x => x - logSum);
        }
    }

    /// <summary>mean_b −ln p_b,target, p = softmax(z).</summary>
    internal static T Reference<T>(ReferenceModel<T> student, ReadOnlySpan<int> targets)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int b = 0; b < student.Batch; b++) sum -= student.LogProbabilities(b, T.One)[targets[b]];
        return sum / T.CreateChecked(student.Batch);
    }

    /// <summary>θ² mean_b Σ_v q (ln q − ln p), q = softmax(teacher's z/θ), p = softmax(z/θ).</summary>
    internal static T ReferenceDivergence<T>(ReferenceModel<T> student, ReferenceModel<T> teacher, T temperature)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int b = 0; b < student.Batch; b++)
        {
            T[] p = student.LogProbabilities(b, temperature), q = teacher.LogProbabilities(b, temperature);
            for (int v = 0; v < p.Length; v++) sum += T.Exp(q[v]) * (q[v] - p[v]);
        }

        return sum * temperature * temperature / T.CreateChecked(student.Batch);
    }

    /// <summary>The gradients of weight·ce + softWeight·kl by h, [B, d], and E, [V, d]; no kl without a teacher.</summary>
    internal static (T[] Hidden, T[] Table) ReferenceGradients<T>(
        ReferenceModel<T> student, ReadOnlySpan<int> targets, T weight, ReferenceModel<T>? teacher, T temperature, T softWeight)
        where T : IFloatingPointIeee754<T>
    {
        T[] dHidden = new T[student.Hidden.Length], dTable = new T[student.Table.Length];
        T batch = T.CreateChecked(student.Batch);
        for (int b = 0; b < student.Batch; b++)
        {
            T[] slope = Array.ConvertAll(student.LogProbabilities(b, T.One), p => weight * T.Exp(p));
            slope[targets[b]] -= weight;
            if (teacher is not null)
            {
                T[] p = student.LogProbabilities(b, temperature), q = teacher.LogProbabilities(b, temperature);
                for (int v = 0; v < p.Length; v++) slope[v] += softWeight * temperature * (T.Exp(p[v]) - T.Exp(q[v]));
            }

            for (int v = 0; v < slope.Length; v++)
            {
                for (int j = 0; j < student.Width; j++)
                {
                    dHidden[(b * student.Width) + j] += slope[v] * student.Item(v)[j] / batch;
                    dTable[(v * student.Width) + j] += slope[v] * student.Encoding(b)[j] / batch;
                }
            }
        }

        return (dHidden, dTable);
    }
}
