using System.Runtime.Intrinsics;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>
/// Reads memory as fast as one core can, part by part and round again: from end to end, summed in eight registers. Several streams at once
/// or prefetch instructions were slower or no faster.
/// </summary>
internal sealed class MemoryRead
{
    /// <summary>Parts of the whole. Short ones: what interrupts this process shows in few of them.</summary>
    public const int Parts = 16;

    private const int Step = 32;

    private readonly long[] numbers;
    private readonly int partLength;
    private int next;

    /// <summary>Memory that has been written to, so that it is there.</summary>
    public MemoryRead(int bytes)
    {
        partLength = Math.Max(1, bytes / sizeof(long) / Step / Parts) * Step;
        numbers = GC.AllocateUninitializedArray<long>(Parts * partLength);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = i;
    }

    /// <summary>Bytes of a part.</summary>
    public long PartBytes => (long)partLength * sizeof(long);

    /// <summary>The sum of all numbers read so far.</summary>
    public long Sum { get; private set; }

    /// <summary>Reads the next part.</summary>
    public void Run()
    {
        ref long x = ref numbers[next * partLength];
        next = (next + 1) % Parts;
        Vector256<long> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nuint i = 0; i < (nuint)partLength; i += Step)
        {
            a += Vector256.LoadUnsafe(ref x, i);
            b += Vector256.LoadUnsafe(ref x, i + 4);
            c += Vector256.LoadUnsafe(ref x, i + 8);
            d += Vector256.LoadUnsafe(ref x, i + 12);
            e += Vector256.LoadUnsafe(ref x, i + 16);
            f += Vector256.LoadUnsafe(ref x, i + 20);
            g += Vector256.LoadUnsafe(ref x, i + 24);
            h += Vector256.LoadUnsafe(ref x, i + 28);
        }

        Sum += Vector256.Sum(a + b + c + d + e + f + g + h);
    }
}
