namespace OnDeviceRec.Tensors;

/// <summary>
/// Counter-based random numbers: Philox 4×32 with ten rounds (Salmon, Moraes, Dror, Shaw, "Parallel random numbers:
/// as easy as 1, 2, 3", SC 2011). Number i of a stream depends on the key and on i alone, so a resumed or
/// differently split run draws the same numbers.
/// </summary>
public readonly partial record struct Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    private readonly uint key0, key1, counter2, counter3;

    /// <summary>A stream of its own for every (seed, step, site).</summary>
    /// <param name="seed">The run.</param>
    /// <param name="step">The training step.</param>
    /// <param name="site">The place in the step, such as the number of a dropout.</param>
    public Philox(ulong seed, uint step = 0, uint site = 0) =>
        (key0, key1, counter2, counter3) = ((uint)seed, (uint)(seed >> 32), step, site);

    /// <summary>Four independent 32-bit numbers.</summary>
    /// <param name="index">The place in the stream.</param>
    public (uint X0, uint X1, uint X2, uint X3) Block(ulong index)
    {
        uint x0 = (uint)index, x1 = (uint)(index >> 32), x2 = counter2, x3 = counter3, k0 = key0, k1 = key1;
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * x0, p1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>Fills with numbers uniform in [low, high).</summary>
    /// <param name="values">What is filled.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public void FillUniform(Span<float> values, float low, float high)
    {
        const float Unit = 1f / (1 << 24);
        Span<uint> block = stackalloc uint[4];
        for (int i = 0; i < values.Length; i++)
        {
            if (i % 4 == 0) (block[0], block[1], block[2], block[3]) = Block((ulong)i / 4);
            values[i] = low + ((high - low) * ((block[i % 4] >> 8) * Unit));
        }
    }
}
