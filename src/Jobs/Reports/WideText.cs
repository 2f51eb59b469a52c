using OxyPlot;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>
/// Measures text for charts as a reader's font may be. The exporter measures one font at three quarters of the size that it writes; a page
/// is shown in whatever font a machine has, and a label must not be cut off in one that is a fifth wider.
/// </summary>
internal sealed class WideText() : PdfRenderContext(1, 1, OxyColors.Transparent)
{
    private const double Size = 4 / 3.0, Wider = 1.2;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(Size * Wider * size.Width, Size * size.Height);
    }
}
