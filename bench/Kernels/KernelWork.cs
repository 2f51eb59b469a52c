namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// What one call does: the operations of its products, a multiply-add as two; or, where memory is what counts, the bytes read and written.
/// </summary>
/// <param name="Operations">0 where memory is what counts.</param>
/// <param name="Bytes">0 where arithmetic is what counts.</param>
public readonly record struct KernelWork(double Operations, double Bytes)
{
    public static KernelWork OfProducts(double operations) => new(operations, 0);

    public static KernelWork OfMemory(double bytes) => new(0, bytes);

    /// <summary>Operations or bytes.</summary>
    public double Amount => Operations + Bytes;
}
