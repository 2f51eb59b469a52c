namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>What the rows of a log's file are.</summary>
internal enum LogFormat
{
    /// <summary>Lines of fields with a character or two between them: CSV, TSV and their like.</summary>
    Delimited,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>Parquet.</summary>
    Parquet,
}
