using System.Globalization;
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>
/// A drawing of named series over two axes, as SVG whose colors are the page's variables (<c>--ink</c>, <c>--grid</c>,
/// <c>--series-1</c> …), so that it is light or dark as the page is. Series differ in marker as well as in color.
/// </summary>
internal sealed partial class Chart
{
    // Names of variables as colors that nothing else has.
    private static readonly OxyColor Ink = OxyColor.FromRgb(1, 1, 1), Grid = OxyColor.FromRgb(2, 2, 2);

    private static readonly MarkerType[] Markers =
        [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond, MarkerType.Circle, MarkerType.Square];

    private const int WideWidth = 760, NarrowWidth = 360, MarkerSize = 4;
    private const double BarHalf = 0.32, Padding = 0.06, TitleDistance = 8, TickDistance = 70;

    private readonly PlotModel model = new()
    {
        DefaultFont = "system-ui, sans-serif",
        DefaultFontSize = 12,
        PlotAreaBorderThickness = new OxyThickness(0),
        TextColor = Ink,
        Padding = new OxyThickness(4, 8, 12, 4),
    };

    private readonly int height;

    private Chart(int height) => this.height = height;

    /// <summary>A chart of two axes of numbers.</summary>
    /// <param name="x">What is across, with its unit.</param>
    /// <param name="y">What is upward, with its unit.</param>
    /// <param name="logarithmic">Whether x is logarithmic.</param>
    /// <param name="format">How numbers of x are written, or null.</param>
    public static Chart OfNumbers(string x, string y, bool logarithmic = false, Func<double, string>? format = null)
    {
        const int Height = 320;
        var chart = new Chart(Height);
        Axis across = logarithmic ? new LogarithmicAxis() : new LinearAxis { MinimumMajorStep = format is null ? 1 : 0 };
        chart.Add(across, AxisPosition.Bottom, x);
        if (format is not null) across.LabelFormatter = format;
        chart.Add(new LinearAxis(), AxisPosition.Left, y);
        return chart;
    }

    /// <summary>A chart with a line of the page for each of some names.</summary>
    /// <param name="names">The names, from above.</param>
    /// <param name="x">What is across, with its unit.</param>
    public static Chart OfRows(IReadOnlyList<string> names, string x)
    {
        const int RowHeight = 30, Frame = 90;
        var chart = new Chart(Frame + (RowHeight * names.Count));
        chart.Add(new LinearAxis(), AxisPosition.Bottom, x);
        var down = new CategoryAxis { ItemsSource = names.ToArray(), StartPosition = 1, EndPosition = 0, GapWidth = 0 };
        chart.Add(down, AxisPosition.Left, title: null);
        (down.MajorGridlineStyle, down.TickStyle) = (LineStyle.None, TickStyle.None);
        (down.Minimum, down.Maximum) = (-0.5, names.Count - 0.5);
        return chart;
    }

    /// <summary>Adds points that a line joins.</summary>
    /// <param name="name">The series.</param>
    /// <param name="points">Its points, from the left.</param>
    /// <param name="color">Its number among the colors, from 0.</param>
    public void Curve(string name, IEnumerable<(double X, double Y)> points, int color)
    {
        var series = new LineSeries { Title = name, Color = Color(color), StrokeThickness = 2 };
        Mark(series, color);
        series.Points.AddRange(points.Select(point => new DataPoint(point.X, point.Y)));
        model.Series.Add(series);
    }

    /// <summary>Adds points.</summary>
    /// <param name="name">The series.</param>
    /// <param name="points">Its points; y is a row's number in a chart of rows.</param>
    /// <param name="color">Its number among the colors, from 0.</param>
    public void Points(string name, IEnumerable<(double X, double Y)> points, int color)
    {
        var series = new LineSeries { Title = name, Color = Color(color), LineStyle = LineStyle.None };
        Mark(series, color);
        series.Points.AddRange(points.Select(point => new DataPoint(point.X, point.Y)));
        model.Series.Add(series);
    }

    /// <summary>Adds lines between two points each, such as intervals.</summary>
    /// <param name="lines">Their ends.</param>
    /// <param name="color">The color's number, from 0.</param>
    public void Lines(IEnumerable<((double X, double Y) From, (double X, double Y) To)> lines, int color)
    {
        var series = new LineSeries { Color = Color(color), StrokeThickness = 2 };
        foreach (((double X, double Y) from, (double X, double Y) to) in lines)
            series.Points.AddRange([new DataPoint(from.X, from.Y), new DataPoint(to.X, to.Y), DataPoint.Undefined]);
        model.Series.Add(series);
    }

    /// <summary>Adds rectangles, such as the parts of a bar.</summary>
    /// <param name="name">The series.</param>
    /// <param name="boxes">Their sides; in a chart of rows the vertical ones by <see cref="Bar"/>.</param>
    /// <param name="color">The color's number, from 0.</param>
    public void Boxes(string name, IEnumerable<(double Left, double Right, double Bottom, double Top)> boxes, int color)
    {
        var series = new RectangleBarSeries { Title = name, FillColor = Color(color), StrokeColor = Color(color), StrokeThickness = 0 };
        foreach ((double left, double right, double bottom, double top) in boxes)
            series.Items.Add(new RectangleBarItem(left, bottom, right, top));
        model.Series.Add(series);
    }

    /// <summary>Adds a bar of a row to <see cref="Boxes"/>.</summary>
    /// <param name="left">Its left end.</param>
    /// <param name="right">Its right end.</param>
    /// <param name="row">The row's number.</param>
    public static (double Left, double Right, double Bottom, double Top) Bar(double left, double right, int row) =>
        (left, right, row - BarHalf, row + BarHalf);

    /// <summary>Adds a vertical line with a text at its upper end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where.</param>
    public void Rule(string text, double x) => model.Annotations.Add(new LineAnnotation
    {
        Type = LineAnnotationType.Vertical,
        X = x,
        Text = text,
        TextColor = Ink,
        Color = Ink,
        LineStyle = LineStyle.Dash,
        TextOrientation = AnnotationTextOrientation.Horizontal,
        TextHorizontalAlignment = HorizontalAlignment.Left,
    });

    /// <summary>Has an axis start at 0.</summary>
    /// <param name="across">Whether x; else y.</param>
    public void FromZero(bool across)
    {
        foreach (Axis axis in model.Axes)
            if (axis.IsHorizontal() == across) axis.Minimum = 0;
    }

    /// <summary>The drawing.</summary>
    /// <param name="width">For which page.</param>
    /// <param name="id">What the names in it start with, as all figures of a page share one space of names.</param>
    /// <param name="label">What it shows, for who cannot see it; encoded.</param>
    public string ToSvg(ChartWidth width, string id, string label)
    {
        model.Legends.Clear();
        if (model.Series.Count(series => series.Title is not null) > 1)
        {
            model.Legends.Add(new Legend
            {
                LegendPosition = LegendPosition.TopLeft,
                LegendPlacement = LegendPlacement.Outside,
                LegendOrientation = LegendOrientation.Horizontal,
                LegendTextColor = Ink,
                LegendPadding = 0,
            });
        }

        var exporter = new SvgExporter
        {
            Width = width == ChartWidth.Wide ? WideWidth : NarrowWidth,
            Height = height,
            TextMeasurer = new WideText(),
        };
        string svg = exporter.ExportToString(model);
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        string size = string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {exporter.Width} {exporter.Height}\"");
        svg = Root().Replace(svg, $"<svg {size} role=\"img\" aria-label=\"{label}\">");
        svg = ClipPath().Replace(svg, $"{id}-clip$1");
        return Rgb().Replace(svg, color => $"var(--{NameOf(color.Groups)})");
    }

    private static string NameOf(GroupCollection rgb) => (rgb[1].Value, rgb[3].Value) switch
    {
        ("10", { } number) => $"series-{number}",
        ("2", _) => "grid",
        _ => "ink",
    };

    private static OxyColor Color(int number) => OxyColor.FromRgb(10, 0, (byte)((number % Markers.Length) + 1));

    private static void Mark(LineSeries series, int color)
    {
        MarkerType type = Markers[color % Markers.Length];
        (series.MarkerType, series.MarkerSize, series.MarkerFill) = (type, MarkerSize, series.Color);
    }

    private void Add(Axis axis, AxisPosition position, string? title)
    {
        (axis.Position, axis.Title) = (position, title);
        (axis.TextColor, axis.TitleColor, axis.TicklineColor) = (Ink, Ink, Grid);
        (axis.MajorGridlineStyle, axis.MajorGridlineColor) = (LineStyle.Solid, Grid);
        (axis.MinorTickSize, axis.MinimumPadding, axis.MaximumPadding) = (0, Padding, Padding);
        (axis.AxisTitleDistance, axis.IntervalLength) = (TitleDistance, TickDistance);
        model.Axes.Add(axis);
    }

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Root();

    [GeneratedRegex(@"clipPath(?=\d)(\d+)")]
    private static partial Regex ClipPath();

    [GeneratedRegex(@"rgb\((\d+),(\d+),(\d+)\)")]
    private static partial Regex Rgb();
}
