namespace OnDeviceRec.Autograd;

/// <summary>Along which axis a parameter has the items of the catalog, which ranks share (<see cref="Tensors.Sharing"/>).</summary>
public enum ItemAxis
{
    /// <summary>Along none: every rank has all of it.</summary>
    None,

    /// <summary>[V, ...]: an item is a row.</summary>
    Rows,

    /// <summary>[n, V, 1, ...]: an item is a column.</summary>
    Columns,
}
