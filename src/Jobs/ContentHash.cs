using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OnDeviceRec.Data;

namespace OnDeviceRec.Jobs;

/// <summary>A short name of some bytes, for keys and run descriptions.</summary>
internal static class ContentHash
{
    /// <summary>The first 8 bytes of the SHA-256, in hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    /// <summary>That of texts, in order.</summary>
    public static string Of(params IEnumerable<string> texts) => Of(Encoding.UTF8.GetBytes(string.Join('\n', texts)));

    /// <summary>That of sequences: their lengths, then their items.</summary>
    public static string Of(Sequences sequences)
    {
        int[] lengths = [.. Enumerable.Range(0, sequences.Count).Select(i => sequences[i].Length)];
        return Of([.. MemoryMarshal.AsBytes(lengths.AsSpan()), .. MemoryMarshal.AsBytes(sequences.Items.Span)]);
    }
}
