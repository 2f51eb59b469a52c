using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Models.Files;

/// <summary>
/// The numbers of a core [R, I, J, S] in row-major order: where each of them stands in the panels, and its row i. An enumerator of itself.
/// </summary>
internal struct PackingOrder(MatrixShape shape)
{
    private readonly MatrixShape shape = shape;
    private int at = -1;
    private int r;
    private int i;
    private int j;
    private int s = -1;

    public readonly (int At, int To, int Row) Current =>
        (at, PanelProduct.PackedIndex(shape.Inner, (j * shape.Rank) + r, (i * shape.NextRank) + s), i);

    public readonly PackingOrder GetEnumerator() => this;

    public bool MoveNext()
    {
        at++;
        if (++s < shape.NextRank) return true;
        s = 0;
        if (++j < shape.Columns) return true;
        j = 0;
        if (++i < shape.Rows) return true;
        i = 0;
        return ++r < shape.Rank;
    }
}
