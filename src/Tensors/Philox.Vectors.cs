using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Tensors;

/// <summary>
/// Eight blocks at a time: a vector has two, word by word as they are numbered, and a round is the product of its even words, the halves of
/// it exchanged, and the odd words.
/// </summary>
public readonly partial record struct Philox
{
    /// <summary>The words of <see cref="Words"/>.</summary>
    internal const int ManyWords = 32;

    /// <summary>Whether there is an instruction for the products of <see cref="Words"/>.</summary>
    internal static bool HasVectors => Avx2.IsSupported;

    /// <summary>The words of eight blocks from the given one on.</summary>
    internal void Words(ulong index, out Vector256<uint> a, out Vector256<uint> b, out Vector256<uint> c, out Vector256<uint> d)
    {
        Vector256<uint> key = Vector256.Create(key0, 0, key1, 0, key0, 0, key1, 0);
        Vector256<uint> weyl = Vector256.Create(Weyl0, 0, Weyl1, 0, Weyl0, 0, Weyl1, 0);
        (a, b, c, d) = (Counters(index), Counters(index + 2), Counters(index + 4), Counters(index + 6));
        for (int round = 0; round < Rounds; round++)
        {
            a = Round(a, key);
            b = Round(b, key);
            c = Round(c, key);
            d = Round(d, key);
            key += weyl;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<uint> Counters(ulong index)
    {
        ulong own = counter2 | ((ulong)counter3 << 32);
        return Vector256.Create(index, own, index + 1, own).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Round(Vector256<uint> x, Vector256<uint> key)
    {
        const byte Reversed = 0b00_01_10_11;
        Vector256<uint> factors = Vector256.Create(Multiplier0, 0, Multiplier1, 0, Multiplier0, 0, Multiplier1, 0);
        Vector256<uint> products = Avx2.Shuffle(Avx2.Multiply(x, factors).AsUInt32(), Reversed);
        return products ^ (x.AsUInt64() >> 32).AsUInt32() ^ key;
    }
}
