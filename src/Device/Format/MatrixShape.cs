using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// Shape of a matrix as the file holds it. All of them are cores [R, I, J, S] (<see cref="TensorRole.Core"/>); a weight [out, in] is the
/// core [1, out, in, 1]. A core is stored ready to be multiplied with: as the matrix P[(j, r), (i, s)] in panels of 16 columns
/// (<see cref="PanelProduct"/>), behind its scales where the precision has any; signs have panels of their own (<see cref="CodePanels"/>).
/// </summary>
internal readonly struct MatrixShape(int rank, int rows, int columns, int nextRank)
{
    private const int ScaleAlignment = 64;

    /// <summary>R.</summary>
    public readonly int Rank = rank;

    /// <summary>I.</summary>
    public readonly int Rows = rows;

    /// <summary>J.</summary>
    public readonly int Columns = columns;

    /// <summary>S.</summary>
    public readonly int NextRank = nextRank;

    /// <summary>Rows of P: J·R.</summary>
    public int Inner => Columns * Rank;

    /// <summary>Columns of P: I·S.</summary>
    public int Outer => Rows * NextRank;

    /// <summary>A weight [out, in].</summary>
    public static MatrixShape Linear(int outputs, int inputs) => new(1, outputs, inputs, 1);

    /// <summary>Scales: one for each i in int8, one for each row of P in int4.</summary>
    public int Scales(ElementType element) => element switch
    {
        ElementType.Int8 => Rows,
        ElementType.Int4 => Inner,
        _ => 0,
    };

    /// <summary>Bytes of the scales, filled up to a multiple of 64.</summary>
    public long ScaleBytes(ElementType element) => (((long)Scales(element) * sizeof(float)) + ScaleAlignment - 1) & -ScaleAlignment;

    /// <summary>Bytes of scales and panels.</summary>
    public long Bytes(ElementType element) => element == ElementType.BinaryCodes
        ? CodePanels.Bytes(Inner, Outer)
        : ScaleBytes(element) + (PanelProduct.Padded(Outer) * Inner * BitsOf(element) / 8);

    private static int BitsOf(ElementType element) => element switch
    {
        ElementType.Float32 => 32,
        ElementType.Float16 => 16,
        ElementType.Int8 => 8,
        _ => 4,
    };
}
