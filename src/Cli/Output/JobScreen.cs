using System.Globalization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Reports;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>The tables at the end of <c>demo</c> and <c>run</c>.</summary>
internal static class JobScreen
{
    public static void Show(IAnsiConsole output, MainJobResult result)
    {
        Tables.WriteMetrics(output, [.. result.Rows]);
        Table files = Tables.New("file", "bytes", "smaller", "epochs", "minutes");
        foreach (ModelResult model in result.Models)
        {
            files.AddRow(
                Tables.Cell(Path.GetFileName(model.File)),
                Tables.Count(model.Bytes),
                Tables.Times(result.FileCompressionOf(model)),
                Tables.Count(model.Training.Epochs.Count),
                (model.Seconds / 60).ToString("F1", CultureInfo.InvariantCulture));
        }

        output.Write(files);
        output.WriteLine(
            $"Item table: {result.StudentConfiguration.Table.Text}, "
            + $"{Tables.Count(result.StudentConfiguration.TableParameters)} parameters, "
            + $"{Tables.Times(result.TableCompression)} smaller than the teacher's.");
        foreach (string sentence in JobSentences.Of(result)) output.WriteLine(sentence);
        output.WriteLine(
            $"Everything is in {PrintableText.Of(result.Options.Output!)}, report.html first; "
            + $"{TimeSpan.FromSeconds(result.Seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)} of training and evaluation.");
    }
}
