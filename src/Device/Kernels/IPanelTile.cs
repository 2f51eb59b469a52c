namespace OnDeviceRec.Kernels;

/// <summary>The registers' worth of a panel product: up to <see cref="Rows"/> rows × <see cref="Columns"/> columns of Y.</summary>
internal unsafe interface IPanelTile<TNumber>
    where TNumber : unmanaged
{
    /// <summary>The most rows that it takes.</summary>
    static abstract int Rows { get; }

    /// <summary>A divisor of a panel's 16 columns, or a multiple of them.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// Rows 0..last of X [.., inner] times the columns from p on; panels are 16·inner numbers apart. Rows behind the last are stand-ins for
    /// it: they compute and store the same numbers once more.
    /// </summary>
    static abstract void Run(float* x, int last, int inner, TNumber* p, float* y, nint stride);
}
