namespace OnDeviceRec.Tensors;

/// <summary>The strongest directions of a table's rows: the right singular vectors of X, as eigenvectors of XᵀX.</summary>
public static class PrincipalDirections
{
    /// <summary>P, [d, n], a direction a column, the strongest first. X·P has the rows in these directions.</summary>
    /// <remarks>Nothing is subtracted from the rows first.</remarks>
    /// <param name="table">X, [V, d].</param>
    /// <param name="count">n, at most d.</param>
    /// <exception cref="ArgumentException">There are fewer directions, or the table holds what is no number.</exception>
    public static Tensor Of(Tensor table, int count)
    {
        int width = table.Columns;
        if (count < 1 || count > width) throw new ArgumentException($"PrincipalDirections: {table.Shape} has no {count} directions.");
        using var gram = new Tensor(new Shape(width, width));
        MatrixProduct.Multiply(table, table, gram, transposeA: true);
        var eigen = new SymmetricEigen(Array.ConvertAll(gram.Span.ToArray(), x => (double)x), width);
        var directions = new Tensor(new Shape(width, count));
        for (int j = 0; j < count; j++)
            for (int i = 0; i < width; i++) directions.Row(i)[j] = (float)eigen.Vectors[(j * width) + i];
        return directions;
    }
}
