namespace OnDeviceRec.Data.Layouts;

/// <summary>The fields of one line, by the order in which the layout names its columns.</summary>
/// <param name="line">The line.</param>
/// <param name="ranges">Where each field of the line is.</param>
/// <param name="columns">Which field each of the layout's columns is.</param>
internal readonly ref struct LogFields(ReadOnlySpan<char> line, ReadOnlySpan<Range> ranges, ReadOnlySpan<int> columns)
{
    private readonly ReadOnlySpan<char> line = line;
    private readonly ReadOnlySpan<Range> ranges = ranges;
    private readonly ReadOnlySpan<int> columns = columns;

    public ReadOnlySpan<char> this[int column] => line[ranges[columns[column]]];

    /// <summary>Whose sequence the line belongs to.</summary>
    public ReadOnlySpan<char> Owner => this[0];

    /// <summary>The catalog's own id of the item.</summary>
    public ReadOnlySpan<char> ItemId => this[1];
}
