namespace OnDeviceRec.Data.Tests;

internal static class Rows
{
    /// <summary>The sequences as arrays.</summary>
    public static int[][] Of(Sequences sequences)
    {
        int[][] rows = new int[sequences.Count][];
        for (int s = 0; s < rows.Length; s++) rows[s] = sequences[s].ToArray();
        return rows;
    }
}
