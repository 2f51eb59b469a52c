using OxyPlot;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>
/// Measures text for charts as a reader's font may be: the exporter knows one font's widths, a page is shown in whatever a machine has, and
/// a label must not be cut off in a wider one.
/// </summary>
internal sealed class WideText() : PdfRenderContext(1, 1, OxyColors.Transparent)
{
    private const double Wider = 1.6, Taller = 1.25;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * Wider, size.Height * Taller);
    }
}
