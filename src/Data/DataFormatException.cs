using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data;

/// <summary>A data file is missing, unreadable or wrong. The message is one line: file, line, what is wrong, what to do.</summary>
public sealed class DataFormatException : Exception
{
    internal DataFormatException(string path, int? line, string problem, string remedy, Exception? inner = null)
        : base(PrintableText.Of($"{(line is null ? path : $"{path}, line {line}")}: {problem}; {remedy}."), inner)
    {
        Path = path;
        Line = line;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The line, counted from 1, or null where the whole file is meant.</summary>
    public int? Line { get; }
}
