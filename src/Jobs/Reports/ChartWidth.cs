namespace OnDeviceRec.Jobs.Reports;

/// <summary>For which width of the page a figure is drawn, as the text in it does not shrink with it.</summary>
internal enum ChartWidth
{
    /// <summary>A screen or a sheet of paper.</summary>
    Wide,

    /// <summary>A phone.</summary>
    Narrow,
}
