namespace OnDeviceRec.Data.IO;

/// <summary>What .NET says of a file that another holds open for itself.</summary>
internal static class HeldFile
{
    // The low bits: EAGAIN of Linux and of macOS, and Windows' sharing violation.
    private static readonly int[] Codes = [11, 35, 32];

    /// <summary>Whether that is why a file could not be opened.</summary>
    /// <param name="error">What was thrown.</param>
    public static bool IsSaidBy(IOException error) => Codes.Contains(error.HResult & 0xFFFF);
}
