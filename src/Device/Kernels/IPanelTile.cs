namespace OnDeviceRec.Kernels;

/// <summary>The registers' worth of a panel product: 6 rows × <see cref="Columns"/> columns of Y.</summary>
internal unsafe interface IPanelTile<TNumber>
    where TNumber : unmanaged
{
    /// <summary>A divisor of the panel's 16 columns.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// Rows 0..last of X [6, inner] times the columns from p on. Rows behind the last are stand-ins for it: they compute and store the
    /// same numbers once more.
    /// </summary>
    static abstract void Run(float* x, int last, int inner, TNumber* p, float* y, nint stride);
}
