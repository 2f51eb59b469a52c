using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>What the bytes of model files are spent on, and what accuracy they buy.</summary>
internal static class SizeSection
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="files">Names, files, and what they do on the test split where it was measured.</param>
    /// <param name="seed">Keys the draws of the intervals.</param>
    public static void Add(HtmlPage page, IReadOnlyList<(string Name, string File, EvaluationResult? Test)> files, ulong seed)
    {
        FileParts[] parts = [.. files.Select(file => FileParts.Of(ModelFile.Read(file.File)))];
        page.Section("Size");
        Chart bars = Chart.OfRows([.. files.Select(file => file.Name)], "share of the unpacked file, percent");
        (string Name, Func<FileParts, long> Bytes)[] kinds =
            [("items", p => p.Items), ("encoder", p => p.Encoder), ("ids", p => p.Ids), ("frame", p => p.Frame)];
        foreach ((int color, (string name, Func<FileParts, long> bytes)) in kinds.Index())
        {
            if (parts.All(p => bytes(p) == 0)) continue;
            bars.Boxes(name, parts.Select((p, row) => Bar(p, row, color)), color);
        }

        page.Figure(
            bars,
            "What the bytes of each file are spent on, in percent of the file before packing. Frame: header, section table, what fills up "
            + "between sections. Packed away: what the packed file saves.");
        page.Table(
            ["bytes", "file", "items", "encoder", "ids", "frame", "packed away"],
            files.Zip(parts, (file, p) => (IReadOnlyList<string>)
            [
                file.Name,
                .. new[] { p.Whole - p.Saved, p.Items, p.Encoder, p.Ids, p.Frame, p.Saved }.Select(Numbers.Count),
            ]));
        if (files.All(file => file.Test is null)) return;
        Chart chart = Chart.OfNumbers("bytes of the file", "HR@20, percent", logarithmic: true, Numbers.Bytes);
        foreach ((int color, ((string name, _, EvaluationResult? test), FileParts p)) in files.Zip(parts).Index())
        {
            if (test is null) continue;
            double bytes = p.Whole - p.Saved;
            Interval interval = Bootstrap.Intervals(test, seed)["HR@20"];
            chart.Lines([((bytes, 100 * interval.Low), (bytes, 100 * interval.High))], color);
            chart.Points(name, [(bytes, 100 * test.Metrics["HR@20"])], color);
        }

        page.Figure(
            chart,
            "Accuracy against size: HR@20 in percent, with its 95 % interval, over the bytes of the file on a logarithmic scale.");

        (double Left, double Right, double Bottom, double Top) Bar(FileParts p, int row, int upTo)
        {
            double all = p.Whole, before = kinds.Take(upTo).Sum(kind => kind.Bytes(p));
            return Chart.Bar(100 * before / all, 100 * (before + kinds[upTo].Bytes(p)) / all, row);
        }
    }
}
