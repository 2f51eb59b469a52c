namespace OnDeviceRec.Tensors;

/// <summary>
/// The semi-tensor layout of a train: G_1 is [I_1·J_1, R_1], whose second index is k·t + c; G_k for k ≥ 2 is
/// [r_k, I_k·J'_k·r_{k+1}], which with two cores is [R/t, I_2·J_2/t]. The table of two cores is G_1 ⋉ G_2
/// (<see cref="SemiTensorProduct"/>), whose axes are (i_1, j_1, i_2, j_2).
/// </summary>
/// <remarks>
/// The stored plain first core is [1, I_1, J_1·t, r_1]: its column j_1·t + c and rank k are entry (i_1·J_1 + j_1, k·t + c)
/// here. All other cores hold the same numbers in the same order.
/// </remarks>
public static class SemiTensorView
{
    /// <summary>The sizes of a core in this layout.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="core">0 to N − 1.</param>
    public static Shape CoreShape(TensorTrainShape shape, int core)
    {
        Shape plain = shape.CoreShape(core);
        return core == 0 ? new Shape(shape.Rows[0] * shape.Columns[0], shape.Ranks[0]) : new Shape(plain[0], plain.Count / plain[0]);
    }

    /// <summary>Writes the stored cores in the semi-tensor layout.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="plain">The stored cores (<see cref="TensorTrainShape.CoreShape"/>).</param>
    /// <param name="semi">The result (<see cref="CoreShape"/>); must not overlap.</param>
    /// <exception cref="ArgumentException">A core does not fit.</exception>
    public static void FromPlain(TensorTrainShape shape, ReadOnlySpan<Tensor> plain, ReadOnlySpan<Tensor> semi)
    {
        Check(shape, plain, semi);
        SwapBlocks(plain[0].Span, semi[0].Span, shape, shape.Block, shape.PlainRanks[1]);
        for (int k = 1; k < plain.Length; k++) plain[k].Span.CopyTo(semi[k].Span);
    }

    /// <summary>Writes cores in the semi-tensor layout as stored cores.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="semi">The cores in the semi-tensor layout (<see cref="CoreShape"/>).</param>
    /// <param name="plain">The result (<see cref="TensorTrainShape.CoreShape"/>); must not overlap.</param>
    /// <exception cref="ArgumentException">A core does not fit.</exception>
    public static void ToPlain(TensorTrainShape shape, ReadOnlySpan<Tensor> semi, ReadOnlySpan<Tensor> plain)
    {
        Check(shape, plain, semi);
        SwapBlocks(semi[0].Span, plain[0].Span, shape, shape.PlainRanks[1], shape.Block);
        for (int k = 1; k < plain.Length; k++) semi[k].Span.CopyTo(plain[k].Span);
    }

    // [I_1·J_1, outer, inner] -> [I_1·J_1, inner, outer]: (c, k) to (k, c) or back.
    private static void SwapBlocks(ReadOnlySpan<float> from, Span<float> to, TensorTrainShape shape, int outer, int inner)
    {
        int size = outer * inner;
        for (int row = 0; row < shape.Rows[0] * shape.Columns[0]; row++)
        {
            for (int x = 0; x < outer; x++)
            {
                for (int y = 0; y < inner; y++) to[(row * size) + (y * outer) + x] = from[(row * size) + (x * inner) + y];
            }
        }
    }

    private static void Check(TensorTrainShape shape, ReadOnlySpan<Tensor> plain, ReadOnlySpan<Tensor> semi)
    {
        shape.Check(plain, nameof(SemiTensorView));
        Throw.IfNotEqual(semi.Length, shape.Cores, nameof(SemiTensorView), "the number of cores");
        for (int k = 0; k < semi.Length; k++)
        {
            Shape expected = CoreShape(shape, k);
            if (semi[k].Shape == expected) continue;
            Throw.ShapeMismatch(nameof(SemiTensorView), $"core {k} does not fit", $"expected {expected}", $"got {semi[k].Shape}");
        }
    }
}
