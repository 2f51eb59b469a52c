namespace OnDeviceRec.Kernels;

/// <summary>
/// Y[m, n] = Σ_k X[m, k] P[k, n] for a P that is known long before: it is packed once, in fp32, fp16 or int8
/// (<see cref="IPanelLoad{TNumber}"/>).
/// <para>
/// Packed: panels of 16 columns, panel p is [k][16], one behind the other, zeros where columns end; a product reads them from first to
/// last, once. The sum over k is one chain per number, in ascending order, whatever rows and columns stand around it: the same numbers
/// come out for one row and for many.
/// </para>
/// </summary>
internal static partial class PanelProduct
{
    public const int PanelColumns = 16;

    /// <summary>Columns of a packed P, with those that are zero.</summary>
    public static long Padded(long columns) => (columns + PanelColumns - 1) / PanelColumns * PanelColumns;

    /// <summary>Where P[k, n] stands in the packed form.</summary>
    public static int PackedIndex(int inner, int k, int n) => (((n / PanelColumns * inner) + k) * PanelColumns) + (n % PanelColumns);
}
