using System.Runtime.Intrinsics;

namespace OnDeviceRec.Device.Tables;

/// <summary>Sixteen sums in a vector.</summary>
internal ref partial struct CodeScan
{
    // A bit for each of the next sums, the first one's lowest.
    private readonly uint AboveBar(ReadOnlySpan<ushort> some) =>
        Vector256.GreaterThan(Vector256.Create(some), Vector256.Create((ushort)bar)).ExtractMostSignificantBits();
}
