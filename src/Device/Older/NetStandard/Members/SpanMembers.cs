namespace OnDeviceRec.Device.Older;

/// <summary>What later versions of .NET have of spans besides.</summary>
internal static class SpanMembers
{
    /// <summary>Where the first other value is, -1 if there is none.</summary>
    public static int IndexOfAnyExcept<T>(this ReadOnlySpan<T> values, T value)
        where T : IEquatable<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!values[i].Equals(value)) return i;
        }

        return -1;
    }

    /// <summary>Whether there is another value.</summary>
    public static bool ContainsAnyExcept<T>(this ReadOnlySpan<T> values, T value)
        where T : IEquatable<T> => values.IndexOfAnyExcept(value) >= 0;

    /// <summary>How many values are equal before the first that is not.</summary>
    public static int CommonPrefixLength<T>(this Span<T> values, ReadOnlySpan<T> others)
        where T : IEquatable<T>
    {
        int length = 0;
        while (length < Math.Min(values.Length, others.Length) && values[length].Equals(others[length])) length++;
        return length;
    }
}
