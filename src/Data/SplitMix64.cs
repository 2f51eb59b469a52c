using System.Diagnostics;

namespace OnDeviceRec.Data;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014): draw i of key k is mix(k + i·γ).
/// Integers alone, so that the same key gives the same draws on every machine and runtime.
/// </summary>
internal struct SplitMix64(ulong key)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong state = key;

    /// <summary>A generator for one stream of a seed; streams of neighboring numbers have nothing in common.</summary>
    public static SplitMix64 Keyed(ulong seed, ulong stream) => new(Mix(Mix(seed + Gamma) ^ (stream + 1)));

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += Gamma;
        return Mix(state);
    }

    /// <summary>A whole number in 0 .. n − 1: the high half of draw · n, off uniform by less than n / 2^64.</summary>
    public long Below(long n)
    {
        Debug.Assert(n > 0);
        return (long)Math.BigMul(Next(), (ulong)n, out _);
    }

    /// <summary>A number in 0 .. n − 1.</summary>
    public int Below(int n) => (int)Below((long)n);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1L << 53)) < probability;

    /// <summary>Fisher–Yates: all orders of <paramref name="values"/> are equally likely.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
