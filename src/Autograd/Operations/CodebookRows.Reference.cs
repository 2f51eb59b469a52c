using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class CodebookRows
{
    /// <summary>codebooks [m, K, part], codes [V, m]; gives [n, m·part].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> codebooks, int m, int codewords, ReadOnlySpan<byte> codes, ReadOnlySpan<int> rows)
        where T : IFloatingPointIeee754<T>
    {
        int part = codebooks.Length / (m * codewords), d = m * part;
        var y = new T[rows.Length * d];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < d; j++)
            {
                int k = j / part, code = codes[(rows[i] * m) + k];
                y[(i * d) + j] = codebooks[(((k * codewords) + code) * part) + (j % part)];
            }
        }

        return y;
    }
}
