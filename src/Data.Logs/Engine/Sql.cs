using System.Globalization;

namespace OnDeviceRec.Data.Logs.Engine;

/// <summary>Values as SQL writes them.</summary>
internal static class Sql
{
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Name(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A file's path, so that no character of it stands for others.</summary>
    public static string Path(string path) => Text(
        path.Replace("[", "[[]", StringComparison.Ordinal)
            .Replace("*", "[*]", StringComparison.Ordinal)
            .Replace("?", "[?]", StringComparison.Ordinal));
}
