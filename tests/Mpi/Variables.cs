namespace OnDeviceRec.Mpi.Tests;

/// <summary>An environment that is no process's.</summary>
internal static class Variables
{
    /// <summary>Of <c>NAME=VALUE</c>, with blanks between them.</summary>
    public static Func<string, string?> Of(string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var all = parts.Select(one => one.Split('=', 2)).ToDictionary(one => one[0], one => one[1]);
        return all.GetValueOrDefault;
    }
}
