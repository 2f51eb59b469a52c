#!/usr/bin/env bash
# OxyPlot.Core 2.2.0: SvgExporter lays a chart out for text three quarters as large as the text that it writes.
#
# Without a TextMeasurer of its own, SvgExporter measures with PdfRenderContext, which takes a font size for pixels of which four are three
# points; the SVG then has the size itself as font-size. In Helvetica an M is 0.833 of the size wide: four of them at size 12 are 40.0 wide
# in the picture, and 30.0 were planned for. Axis labels at the left and legends are cut off, titles touch the numbers beside them.
#
# Seen: measured 29.99 for "MMMM" at 12; the same text is in the SVG with font-size="12"; the chart's left margin is smaller than its label.
# Exits 0 while that is so, 1 when it has changed. Needs the .NET 10 SDK and nuget.org.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > measure.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OxyPlot.Core" Version="[2.2.0]" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
using System.Globalization;
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;

const string Label = "MMMMMMMMMMMMMMMMMMMM";
const double WidthOfM = 0.833, Size = 12;
double measured = new PdfRenderContext(1, 1, OxyColors.Transparent).MeasureText("MMMM", "Helvetica", Size, 400).Width;

var model = new PlotModel { DefaultFont = "Helvetica", DefaultFontSize = Size, PlotAreaBorderThickness = new OxyThickness(0) };
model.Axes.Add(new CategoryAxis { Position = AxisPosition.Left, ItemsSource = new[] { Label } });
model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, MajorGridlineStyle = LineStyle.Solid });
string svg = new SvgExporter { Width = 600, Height = 200 }.ExportToString(model);
Match text = Regex.Match(svg, $"translate\\(([0-9.]+),[^>]*font-size=\"([0-9.]+)\"[^>]*>{Label}<");
double end = Number(text.Groups[1]), written = Number(text.Groups[2]), needed = Label.Length * WidthOfM * written;
Console.WriteLine(FormattableString.Invariant(
    $"measured {measured:F2} of {4 * WidthOfM * Size:F2}; font-size {written}; the label ends at {end:F0} and is {needed:F0} wide"));
return Math.Abs(measured - (0.75 * 4 * WidthOfM * Size)) < 0.1 && written == Size && needed > end ? 0 : 1;

static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);
END
dotnet run -c Release
