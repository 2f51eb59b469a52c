namespace OnDeviceRec.Data.Logs;

/// <summary>A row of a log that could not be read.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1; of a file without lines its row.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record UnreadableRow(string File, long Line, string Problem);
