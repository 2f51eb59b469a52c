using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// y_i = [C_1[c_1] … C_m[c_m]] with c the codes of item r_i: rows of a table of product codes, each made of one codeword of every codebook
/// (Jégou, Douze, Schmid, "Product quantization for nearest neighbor search", TPAMI 2011).
/// </summary>
/// <remarks>dC_k[c_k(r_i)] += part k of dy_i, for i in ascending order. Costs n·d whatever the size of the table.</remarks>
public sealed partial class CodebookRows : Operation
{
    private Variable codebooks = null!;
    private ReadOnlyMemory<byte> codes;
    private ReadOnlyMemory<int> rows;

    /// <summary>Puts the rows together and records.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="codebooks">C, [m, K, d/m].</param>
    /// <param name="codes">c, [V, m], each below K; must stay as they are until the tape is reset.</param>
    /// <param name="rows">r, n item rows from 0, repeats allowed; must stay as they are until the tape is reset.</param>
    /// <returns>y, [n, d].</returns>
    /// <exception cref="ArgumentException">There is no such row, or no such codeword.</exception>
    /// <example>C_1 = ((1), (2)), C_2 = ((3), (4)), an item with the codes (1, 0): its row is (2, 3).</example>
    public static Variable Apply(Tape tape, Variable codebooks, ReadOnlyMemory<byte> codes, ReadOnlyMemory<int> rows)
    {
        Check(codebooks.Shape, codes.Span, rows.Span);
        Variable y = tape.Result(new Shape(rows.Length, codebooks.Shape[0] * codebooks.Columns), codebooks);
        ParallelRows.Run(y.Rows, y.Columns, new ForwardWork(codebooks.Value, codes, rows, y.Value));
        if (y.NeedsGradient)
        {
            CodebookRows record = tape.Record<CodebookRows>(y);
            (record.codebooks, record.codes, record.rows) = (codebooks, codes, rows);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(codebooks) is { } gradient)
        {
            ParallelRows.Run(
                gradient.Shape[0], (long)rows.Length * gradient.Columns, new BackwardWork(OutputGradient, codes, rows, gradient));
        }
    }

    private static void Check(Shape codebooks, ReadOnlySpan<byte> codes, ReadOnlySpan<int> rows)
    {
        (int m, int codewords) = (codebooks[0], codebooks[1]);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if ((uint)row >= (uint)(codes.Length / m))
                throw new ArgumentException($"CodebookRows: row {row} (at {i}) is not in [{codes.Length / m}, {m}].");
            foreach (byte code in codes.Slice(row * m, m))
                if (code >= codewords) throw new ArgumentException($"CodebookRows: code {code} of row {row} is not in {codebooks}.");
        }
    }

    private readonly struct ForwardWork(Tensor codebooks, ReadOnlyMemory<byte> codes, ReadOnlyMemory<int> rows, Tensor y) : IRangeWork
    {
        public void Run(int from, int to)
        {
            (int m, int codewords, int part) = (codebooks.Shape[0], codebooks.Shape[1], codebooks.Columns);
            for (int i = from; i < to; i++)
            {
                ReadOnlySpan<byte> own = codes.Span.Slice(rows.Span[i] * m, m);
                Span<float> result = y.Row(i);
                for (int k = 0; k < m; k++) codebooks.Row((k * codewords) + own[k]).CopyTo(result[(k * part)..]);
            }
        }
    }

    // A range of codebooks, so that no two threads add to the same one.
    private readonly struct BackwardWork(Tensor dy, ReadOnlyMemory<byte> codes, ReadOnlyMemory<int> rows, Tensor gradient) : IRangeWork
    {
        public void Run(int from, int to)
        {
            (int m, int codewords, int part) = (gradient.Shape[0], gradient.Shape[1], gradient.Columns);
            for (int k = from; k < to; k++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    int code = codes.Span[(rows.Span[i] * m) + k];
                    Add.Run(dy.Row(i).Slice(k * part, part), gradient.Row((k * codewords) + code));
                }
            }
        }
    }
}
