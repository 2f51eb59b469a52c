using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports.Sections;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>The page of <c>train</c> and <c>distill</c>, beside the model file.</summary>
internal static class TrainingPage
{
    /// <summary>Where the page of a model file is written.</summary>
    /// <param name="model">The model file.</param>
    public static string PathOf(string model) => Path.ChangeExtension(model, ".report.html");

    /// <summary>Makes the page.</summary>
    /// <param name="trained">What was trained.</param>
    /// <param name="options">The settings.</param>
    /// <param name="verb">Whose job it is.</param>
    /// <param name="command">The command that made it.</param>
    public static HtmlPage Of(TrainedModel trained, JobOptions options, JobVerbs verb, string command)
    {
        ModelDescription model = trained.Description;
        TrainingOutcome training = trained.Training;
        string name = verb == JobVerbs.Train ? "teacher" : "student";
        var page = new HtmlPage($"A {name} of {Numbers.Count(model.Configuration.Items)} items");
        page.Lead($"{model.Path} holds {model.Configuration.Table.Text}.");
        ValidationResult? valid = training.Best?.Valid;
        page.Tiles(
            ("Is it good?", valid is null ? "–" : Numbers.Percent(valid.HitRate20), valid is null
                ? "nothing was held back to validate by"
                : "of next items are among its first 20, on validation"),
            ("How large is it?", Numbers.Bytes(model.FileBytes), $"{Numbers.Times(model.FileCompression)} smaller than "
                + (verb == JobVerbs.Train ? "with a dense table of 32 bits a number" : "the teacher's file")),
            ("What did it take?", Numbers.Text($"{trained.Seconds / 60:F1} min"), $"for {training.Epochs.Count} epochs"));
        page.Text("What next:");
        page.Command(verb == JobVerbs.Train
            ? $"odrec distill --data {options.Data} --teacher {model.Path} --out student.odr"
            : $"odrec evaluate --model {model.Path} --data {options.Data}");
        TrainingSection.Add(page, [(name, training)]);
        if (valid is not null) page.Text(MetricLegend.Text);
        SizeSection.Add(page, [(name, model.Path, null)], options.Teacher.Seed);
        SetupSection.Add(page, command, JobFile.ToJson(options, verb));
        return page;
    }
}
