using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Jobs.Experiments;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs.Tests.Experiments;

public sealed class ShapesExperimentTests : IDisposable
{
    private static readonly LatencyOptions Once = new() { Rounds = 1, RebuildEvery = 1, WarmUp = TimeSpan.Zero, MemoryBytes = 1 << 20 };

    private readonly TempFolder folder = new();
    private readonly HeardProgress heard = new();

    [Fact]
    public void All_shapes_have_the_rate_and_differ()
    {
        IReadOnlyList<TensorTrainShape> shapes = ShapesExperiment.Shapes(40_727, 128);
        Assert.Equal("I (169, 241), J (16, 8), R (54), t 2", shapes[0].ToString());
        Assert.All(shapes, shape => Assert.InRange(shape.Compression, 30, 31));
        Assert.Equal(6, shapes.Select(shape => shape.ToString()).Distinct().Count());
        Assert.Equal([8, 4, 2, 1], shapes.Skip(1).Take(4).Select(shape => shape.Columns[^1]));
        Assert.Equal(3, shapes[^1].Cores);
    }

    [Fact]
    public void Every_shape_is_trained_once_shrunk_and_timed()
    {
        Dataset dataset = SyntheticCatalog.Generate(
            new SyntheticOptions { Items = 600, Sequences = 60, TestSequences = 5, Categories = 4 }, seed: 5);
        ExperimentRun run = Run(dataset);
        Assert.Equal(ShapesExperiment.Shapes(600, 128).Select(shape => shape.ToString()), run.Rows.Select(row => row.Cells[0]));
        Assert.All(run.Rows, row =>
        {
            Assert.Equal(new ShapesExperiment().Heads.Count, row.Cells.Count);
            Assert.InRange((double)row.Values["HR@20"]!, 0, 1);
            Assert.True((double)row.Values["p50Micros"]! > 0);
        });
        Assert.Equal(run.Rows.Count, folder.Names.Count(name => name.EndsWith(".int8.odr", StringComparison.Ordinal)));
        Assert.DoesNotContain(folder.Names, name => name.Contains("checkpoint", StringComparison.Ordinal));
        Run(dataset);
        Assert.Equal(run.Rows.Count, heard.Notes.Count(note => note.Contains("is not made again", StringComparison.Ordinal)));
    }

    public void Dispose() => folder.Dispose();

    private ExperimentRun Run(Dataset dataset)
    {
        var experiment = new ShapesExperiment(Once);
        var run = new ExperimentRun(experiment, dataset, folder.Path) { Seed = 1, Command = "odrec experiment shapes", Progress = heard };
        experiment.Run(run);
        return run;
    }
}
