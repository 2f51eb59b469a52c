using System.Security.Cryptography;

namespace OnDeviceRec.Jobs;

/// <summary>A short name of some bytes, for keys and run descriptions.</summary>
internal static class ContentHash
{
    /// <summary>The first 8 bytes of the SHA-256, in hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
