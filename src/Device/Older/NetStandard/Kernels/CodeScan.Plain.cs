namespace OnDeviceRec.Device.Tables;

/// <summary>A sum after the other.</summary>
internal ref partial struct CodeScan
{
    // A bit for each of the next sums, the first one's lowest.
    private readonly uint AboveBar(ReadOnlySpan<ushort> some)
    {
        uint above = 0;
        for (int i = 0; i < Some; i++) above |= some[i] > bar ? 1u << i : 0;
        return above;
    }
}
