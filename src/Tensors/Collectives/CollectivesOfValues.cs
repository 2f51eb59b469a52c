using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Tensors;

/// <summary>
/// <see cref="ICollectives"/> with numbers in place of bytes: offsets count values, as in
/// <c>ranks.AllGather(tensor.Span, offsets)</c>. Spans of more than 2,147,483,647 bytes are refused.
/// </summary>
public static class CollectivesOfValues
{
    // Of offsets that are put on the stack, 8 kB for two of them.
    private const int OnStack = 1024;

    /// <summary>Part k of the values becomes rank k's on every rank.</summary>
    /// <typeparam name="T">A number, or a struct of numbers.</typeparam>
    /// <param name="collectives">The ranks.</param>
    /// <param name="data">This rank has filled its own part; afterwards all parts are there.</param>
    /// <param name="offsets">[Ranks + 1], ascending from 0 to the number of values; the same on every rank.</param>
    /// <exception cref="ArgumentException">Offsets are not such, or it is too much for one call.</exception>
    public static void AllGather<T>(this ICollectives collectives, Span<T> data, ReadOnlySpan<int> offsets)
        where T : unmanaged
    {
        Span<byte> bytes = Bytes(data, nameof(AllGather));
        int[]? rented = null;
        Span<int> inBytes = offsets.Length <= OnStack ? stackalloc int[OnStack] : rented = ArrayPool<int>.Shared.Rent(offsets.Length);
        collectives.AllGather(bytes, InBytes<T>(offsets, inBytes));
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>Incoming part k of rank r becomes outgoing part r of rank k.</summary>
    /// <typeparam name="T">A number, or a struct of numbers.</typeparam>
    /// <param name="collectives">The ranks.</param>
    /// <param name="outgoing">What is for each rank.</param>
    /// <param name="outgoingOffsets">[Ranks + 1], ascending from 0 to the number of values that go out.</param>
    /// <param name="incoming">Takes what comes from each rank; shares no value with what goes out.</param>
    /// <param name="incomingOffsets">[Ranks + 1], ascending from 0 to the number of values that come in.</param>
    /// <exception cref="ArgumentException">
    /// Offsets are not such, the spans overlap, this rank's two own parts differ in length, or it is too much for one call.
    /// </exception>
    public static void Exchange<T>(
        this ICollectives collectives,
        ReadOnlySpan<T> outgoing,
        ReadOnlySpan<int> outgoingOffsets,
        Span<T> incoming,
        ReadOnlySpan<int> incomingOffsets)
        where T : unmanaged
    {
        ReadOnlySpan<byte> outgoingBytes = Bytes(outgoing, nameof(Exchange));
        Span<byte> incomingBytes = Bytes(incoming, nameof(Exchange));
        int count = outgoingOffsets.Length + incomingOffsets.Length;
        int[]? rented = null;
        Span<int> inBytes = count <= 2 * OnStack ? stackalloc int[2 * OnStack] : rented = ArrayPool<int>.Shared.Rent(count);
        collectives.Exchange(
            outgoingBytes,
            InBytes<T>(outgoingOffsets, inBytes),
            incomingBytes,
            InBytes<T>(incomingOffsets, inBytes[outgoingOffsets.Length..]));
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>The values become the root's on every rank.</summary>
    /// <typeparam name="T">A number, or a struct of numbers.</typeparam>
    /// <param name="collectives">The ranks.</param>
    /// <param name="data">As many on every rank.</param>
    /// <param name="root">Whose they are, 0 to Ranks − 1; the same on every rank.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    /// <exception cref="ArgumentException">It is too much for one call.</exception>
    public static void Broadcast<T>(this ICollectives collectives, Span<T> data, int root)
        where T : unmanaged => collectives.Broadcast(Bytes(data, nameof(Broadcast)), root);

    private static Span<byte> Bytes<T>(Span<T> values, string operation)
        where T : unmanaged
    {
        CheckSize<T>(values.Length, operation);
        return MemoryMarshal.AsBytes(values);
    }

    private static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> values, string operation)
        where T : unmanaged
    {
        CheckSize<T>(values.Length, operation);
        return MemoryMarshal.AsBytes(values);
    }

    private static void CheckSize<T>(int count, string operation)
        where T : unmanaged
    {
        long bytes = (long)count * Unsafe.SizeOf<T>();
        if (bytes > int.MaxValue)
            throw new ArgumentException($"{operation}: {count} values are {bytes} bytes, more than {int.MaxValue}: make several calls.");
    }

    // What is no offset of the values stays none: it is clamped, not wrapped.
    private static Span<int> InBytes<T>(ReadOnlySpan<int> offsets, Span<int> inBytes)
        where T : unmanaged
    {
        for (int k = 0; k < offsets.Length; k++) inBytes[k] = int.CreateSaturating((long)offsets[k] * Unsafe.SizeOf<T>());
        return inBytes[..offsets.Length];
    }
}
