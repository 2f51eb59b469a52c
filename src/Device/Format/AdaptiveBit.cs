using System.Runtime.CompilerServices;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// The chance that a bit is 1, learned from those before it, as one number: 22 bits of chance, then 10 of how many it has learned from. Of
/// n bits with n₁ ones it is (n₁ + ½) / (n + 1), as long as n is below <see cref="Memory"/>; then older ones fade.
/// </summary>
internal static class AdaptiveBit
{
    /// <summary>An even chance that has learned nothing.</summary>
    public const uint Start = One / 2 << CountBits;

    /// <summary>From how many bits it learns evenly.</summary>
    public const uint Memory = 1000;

    private const int CountBits = 10, PartBits = 16;
    private const uint One = 1 << 22, Counts = (1 << CountBits) - 1;

    // ⌊2³² / (n + 2)⌋: a division would take longer than all the rest.
    private static readonly uint[] Steps = StepsOf();

    /// <summary>So many even chances.</summary>
    public static uint[] Several(int count)
    {
        uint[] chances = new uint[count];
        chances.AsSpan().Fill(Start);
        return chances;
    }

    /// <summary>Where low..high is cut: the part up to it is that of a 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Part(uint chance, uint low, uint high) =>
        low + (uint)((high - low) * (ulong)Math.Max(1, chance >> (32 - PartBits)) >> PartBits);

    /// <summary>What it is after one more bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Learned(uint chance, uint bit)
    {
        uint count = chance & Counts;
        int one = (int)(chance >> CountBits), missing = (int)(bit * (One - 1)) - one;
        one += (int)((missing * (long)Steps[count]) >> 32);
        return ((uint)one << CountBits) | Math.Min(count + 1, Memory);
    }

    private static uint[] StepsOf()
    {
        uint[] steps = new uint[Memory + 1];
        for (uint n = 0; n <= Memory; n++) steps[n] = (uint)((1UL << 32) / (n + 2));
        return steps;
    }
}
