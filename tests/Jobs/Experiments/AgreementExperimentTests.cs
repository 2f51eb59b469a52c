using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Jobs.Experiments;
using OnDeviceRec.Models;

namespace OnDeviceRec.Jobs.Tests.Experiments;

public sealed class AgreementExperimentTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HeardProgress heard = new();

    public AgreementExperimentTests()
    {
        using SequenceModel student = SmallRun.Student(), teacher = SmallRun.Teacher();
        ModelStore.Save(student, folder["student.odr"]);
        ModelStore.Save(teacher, folder["teacher.odr"]);
    }

    [Fact]
    public void A_row_counts_every_test_prefix_and_has_a_cell_for_each_head()
    {
        ExperimentRow row = Assert.Single(Run("student.odr").Rows);
        Assert.Null(row.Fault);
        Assert.Equal(new AgreementExperiment().Heads.Count, row.Cells.Count);
        Assert.Equal("student.odr", row.Cells[0]);
        Assert.Equal("fp32", (string)row.Values["precision"]!);
        Assert.Equal(new Examples(SmallData.Shop.Test, SmallData.Shop.MinPrefix).Count, (int)row.Values["prefixes"]!);
        Assert.Equal((int)row.Values["prefixes"]!, (int)row.Values["identical"]! + (int)row.Values["nearTies"]!);
        foreach (string none in (string[])["disagreements", "recomputedDifferently", "threadedDifferently", "aloneDifferently"])
            Assert.Equal(0, (int)row.Values[none]!);
        Assert.Equal(3, heard.Stages.Count);
    }

    [Fact]
    public void A_row_is_made_again_for_other_bytes_in_the_same_file()
    {
        string kept = Directory.CreateDirectory(folder["out"]).FullName;
        Run("student.odr", kept);
        Run("teacher.odr", kept);
        Run("student.odr", kept);
        Assert.Equal((6, 1), (heard.Stages.Count, heard.Notes.Count));
        File.Copy(folder["teacher.odr"], folder["student.odr"], overwrite: true);
        Run("student.odr", kept);
        Assert.Equal((9, 1), (heard.Stages.Count, heard.Notes.Count));
        Assert.Equal(
            2,
            File.ReadLines(Path.Combine(kept, "agreement.md"))
                .Count(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains(".odr", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_model_of_another_catalog_is_refused()
    {
        Dataset other = SyntheticCatalog.Generate(
            new SyntheticOptions { Items = 61, Sequences = 10, TestSequences = 5, Categories = 4 }, seed: 5);
        var e = Assert.Throws<InputException>(() => new AgreementExperiment().Run(Call("student.odr", null, other)));
        Assert.Contains("the model knows 60 items, the data set", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private ExperimentRun Run(string model, string? kept = null)
    {
        ExperimentRun run = Call(model, kept, SmallData.Shop);
        new AgreementExperiment().Run(run);
        return run;
    }

    private ExperimentRun Call(string model, string? kept, Dataset dataset) =>
        new(new AgreementExperiment(), dataset, kept) { Model = folder[model], Command = "odrec experiment agreement", Progress = heard };
}
