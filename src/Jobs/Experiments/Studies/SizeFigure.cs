using System.Text;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Reports;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>Accuracy against bytes as an SVG: a point for each model, HR@20 over the file's bytes on a logarithmic axis.</summary>
internal sealed class SizeFigure
{
    private const int Width = 820, Height = 480;
    private const double Above = 6, Room = 0.08;

    private static readonly OxyColor Ink = OxyColor.FromRgb(0, 84, 147), Line = OxyColor.FromRgb(225, 225, 225);

    private readonly List<(string Name, double Bytes, double[] HitRates)> points = [];

    /// <summary>Adds a point.</summary>
    /// <param name="name">What stands beside it.</param>
    /// <param name="bytes">Bytes of the file.</param>
    /// <param name="hitRates">HR@20 of each seed, fractions.</param>
    public void Add(string name, double bytes, double[] hitRates) => points.Add((name, bytes, hitRates));

    /// <summary>Writes the figure.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Write(string path)
    {
        var exporter = new SvgExporter { Width = Width, Height = Height, IsDocument = true, TextMeasurer = new WideText() };
        string svg = exporter.ExportToString(Model());
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
    }

    private PlotModel Model()
    {
        var model = new PlotModel
        {
            DefaultFont = "sans-serif",
            PlotAreaBorderThickness = new OxyThickness(0),
            Background = OxyColors.White,
        };
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Title = "bytes of the file",
            LabelFormatter = Numbers.Bytes,
            Minimum = points.Min(point => point.Bytes) / 1.5,
            Maximum = points.Max(point => point.Bytes) * 4,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Line,
        });
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Title = "HR@20, percent",
            MinimumPadding = Room,
            MaximumPadding = Room,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Line,
        });
        var series = new ScatterErrorSeries { MarkerType = MarkerType.Circle, MarkerSize = 4, MarkerFill = Ink, ErrorBarColor = Ink };
        foreach ((string name, double bytes, double[] rates) in points)
        {
            double mean = 100 * rates.Average(), spread = 100 * (rates.Max() - rates.Min());
            series.Points.Add(new ScatterErrorPoint(bytes, mean, 0, spread));
            model.Annotations.Add(new TextAnnotation
            {
                Text = name,
                TextPosition = new DataPoint(bytes, mean),
                Offset = new ScreenVector(Above, -Above),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                StrokeThickness = 0,
            });
        }

        model.Series.Add(series);
        return model;
    }
}
