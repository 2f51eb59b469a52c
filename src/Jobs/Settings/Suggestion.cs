namespace OnDeviceRec.Jobs.Settings;

/// <summary>What may have been meant by a word that nothing knows.</summary>
public static class Suggestion
{
    /// <summary>The known word that takes the fewest changes of letters, if these are at most half of its letters, or null.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The words that are known.</param>
    public static string? For(string word, IEnumerable<string> known)
    {
        (string? Word, int Changes) best = known.Select(one => (one, Distance(word, one))).OrderBy(one => one.Item2).FirstOrDefault();
        return best.Word is not null && 2 * best.Changes <= Math.Max(Letters(word), Letters(best.Word)) ? best.Word : null;

        static int Letters(string word) => word.TrimStart('-').Length;
    }

    /// <summary>The same as the rest of a sentence: <c>, is it WORD?</c>, or nothing.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The words that are known.</param>
    public static string Question(string word, IEnumerable<string> known) =>
        For(word, known) is { } near ? $", is it {near}?" : string.Empty;

    // Levenshtein: insertions, deletions and replacements.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
