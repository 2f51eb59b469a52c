namespace OnDeviceRec.Fuzzing;

/// <summary>
/// A reader of untrusted bytes. It refuses them with an exception that it documents, in one line and without much memory, or it takes them,
/// and then what was read can be used. Everything else is a fault of the reader and leaves <see cref="Run"/> as an exception.
/// </summary>
/// <remarks>
/// Making a target runs nothing of what is tried: code that a fuzzer has instrumented runs only where the fuzzer watches.
/// </remarks>
/// <param name="name">What it is called on the command line and in tables.</param>
/// <param name="share">How many of a thousand mutations it gets.</param>
public abstract class FuzzTarget(string name, double share) : IDisposable
{
    private const int Thousand = 1000;

    private IReadOnlyList<byte[]>? seeds;

    /// <summary>What it is called.</summary>
    public string Name => name;

    /// <summary>Its part of some mutations.</summary>
    /// <param name="mutations">All targets' mutations.</param>
    /// <param name="least">What it gets at least.</param>
    public int PartOf(int mutations, int least) => Math.Max(least, (int)Math.Round(mutations * share / Thousand));

    /// <summary>Small valid inputs.</summary>
    public IReadOnlyList<byte[]> Seeds => seeds ??= MakeSeeds();

    /// <summary>What reading may allocate, as a multiple of the input.</summary>
    public virtual int Factor => 2;

    /// <summary>What reading may allocate besides, in bytes: objects that every reading makes, and an exception.</summary>
    public virtual int Constant => 64 << 10;

    /// <summary>Damages a seed so that some of the results get past checksums and stated lengths.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="other">Another one, to splice with.</param>
    /// <param name="random">Chooses.</param>
    public byte[] Mutated(byte[] seed, byte[] other, Random random)
    {
        byte[] bytes = random.Next(16) == 0 ? Damage.Spliced(seed, other, random) : Damaged(seed, random);
        return random.Next(4) == 0 ? bytes : Repaired(bytes);
    }

    /// <summary>Reads bytes, and uses what was read.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="BrokenPromiseException">They were refused in several lines, or reading took too much memory.</exception>
    public Outcome Run(byte[] bytes)
    {
        // Seeds are made with all that a reader asks for beside its input.
        _ = Seeds;
        Stage(bytes);
        object? read = null;
        Exception? refusal = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read = Read(bytes);
        }
        catch (Exception e) when (IsDocumented(e))
        {
            refusal = e;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, bound = (Factor * Size(bytes)) + Constant;
        if (allocated > bound) throw new BrokenPromiseException($"Reading {bytes.Length} bytes allocated {allocated}, at most {bound}.");
        if (refusal is null) Use(read!);
        else if (refusal.Message.Length == 0 || refusal.Message.AsSpan().ContainsAny('\r', '\n'))
            throw new BrokenPromiseException("The refusal is no single line.", refusal);
        return new Outcome(refusal, allocated, (double)allocated / bound);
    }

    /// <summary>The same with checksums and stated lengths made right first, which a fuzzer from outside would seldom hit.</summary>
    /// <param name="bytes">The bytes.</param>
    public Outcome RunRepaired(byte[] bytes) => Run(Repaired(bytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the target has.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Makes the seeds.</summary>
    protected abstract IReadOnlyList<byte[]> MakeSeeds();

    /// <summary>Puts the bytes where they are read from, if that is not memory.</summary>
    /// <param name="bytes">The bytes.</param>
    protected virtual void Stage(byte[] bytes)
    {
    }

    /// <summary>Reads the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    protected abstract object Read(byte[] bytes);

    /// <summary>Uses what was read; nothing may go wrong any more.</summary>
    /// <param name="read">What was read.</param>
    protected virtual void Use(object read)
    {
    }

    /// <summary>Whether the reader documents the exception for input that is wrong.</summary>
    /// <param name="exception">The exception.</param>
    protected abstract bool IsDocumented(Exception exception);

    /// <summary>Bytes of the input that memory is measured by.</summary>
    /// <param name="bytes">The input.</param>
    protected virtual long Size(byte[] bytes) => bytes.Length;

    /// <summary>Damages a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="random">Chooses.</param>
    protected virtual byte[] Damaged(byte[] seed, Random random) => Damage.Of(seed, random);

    /// <summary>Makes checksums and lengths right again, as an attacker would.</summary>
    /// <param name="bytes">The damaged bytes.</param>
    protected virtual byte[] Repaired(byte[] bytes) => bytes;
}
