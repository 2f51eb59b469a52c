using System.Globalization;
using OnDeviceRec.Jobs;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>The tables at the end of <c>demo</c> and <c>run</c>.</summary>
internal static class JobScreen
{
    public static void Show(IAnsiConsole output, MainJobResult result, string folder)
    {
        output.Write(Tables.Metrics([.. result.Rows]));
        Table files = Tables.New("file", "bytes", "smaller", "epochs", "minutes");
        foreach (ModelResult model in result.Models)
        {
            files.AddRow(
                Markup.Escape(model.File),
                Tables.Count(model.Bytes),
                Tables.Times(result.FileCompressionOf(model)),
                Tables.Count(model.Training.Epochs.Count),
                (model.Seconds / 60).ToString("F1", CultureInfo.InvariantCulture));
        }

        output.Write(files);
        output.WriteLine($"Item table: {result.Shape}, {Tables.Count(result.Shape.Parameters)} parameters, {Tables.Times(result.TableCompression)} smaller than the teacher's.");
        double kept = result.Student.Test.Metrics["NDCG@10"] / result.Teacher.Test.Metrics["NDCG@10"];
        double alone = result.StudentFromScratch.Test.Metrics["NDCG@10"] / result.Teacher.Test.Metrics["NDCG@10"];
        output.WriteLine($"The student keeps {Tables.Percent(kept)} % of the teacher's NDCG@10, without distillation {Tables.Percent(alone)} %.");
        output.WriteLine($"Everything is in {folder}; {TimeSpan.FromSeconds(result.Seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)} in all.");
    }
}
