using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class CatalogScoresTests
{
    // Grids that are full and not, one group and several, one block of items and several, and a last group without some of its blocks.
    [Theory]
    [InlineData(12, 3, 4, 1f)]
    [InlineData(7, 1, 9, 2f)]
    [InlineData(1500, 3, 500, 1f)]
    [InlineData(1037, 3, 500, 1f)]
    [InlineData(1300, 3, 600, 2.5f)]
    public void A_train_scores_as_its_table_does(int items, int groups, int groupItems, float temperature)
    {
        const int Batch = 5;
        var shape = new TensorTrainShape(items, [groups, groupItems], [8, 1], [3]);
        int[] targets = [0, items - 1, items / 2, Math.Min(items - 1, 256), items / 3];
        using Tensor teacherHidden = Random(new Shape(Batch, 4), 1), teacherTable = Random(new Shape(items, 4), 2);
        var soft = new SoftTargets(teacherHidden, teacherTable, temperature, 0.7f);

        (FullSoftmaxLosses losses, float[][] gradients) = Step(fromCores: true);
        (FullSoftmaxLosses expected, float[][] expectedGradients) = Step(fromCores: false);
        Assert.Equal(expected.CrossEntropy, losses.CrossEntropy, 1e-5 * expected.CrossEntropy);
        Assert.Equal(expected.Divergence, losses.Divergence, 1e-5 * expected.Divergence);
        for (int i = 0; i < gradients.Length; i++)
        {
            double largest = expectedGradients[i].Max(Math.Abs);
            Assert.True(largest > 0);
            for (int j = 0; j < gradients[i].Length; j++) Assert.Equal(expectedGradients[i][j], gradients[i][j], 1e-5 * largest);
        }

        (FullSoftmaxLosses Losses, float[][] Gradients) Step(bool fromCores)
        {
            using var tape = new Tape();
            using Parameter first = Filled("first", shape.CoreShape(0), 3);
            using Parameter second = Filled("second", shape.CoreShape(1), 4);
            using Parameter h = Filled("h", new Shape(Batch, 8), 5);
            tape.BeginTraining(step: 0);
            CatalogScores scores = fromCores
                ? CatalogScores.OfTrain(TensorTrainQueries.Apply(tape, first, h), second, items)
                : CatalogScores.OfTable(h, TensorTrainTable.Apply(tape, shape, first, second));
            FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(tape, scores, targets, 1.3f, soft);
            tape.Backward();
            return (losses, [.. new[] { first, second, h }.Select(x => x.Gradient!.Span.ToArray())]);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var tape = new Tape();
        using Parameter queries = new("queries", new Shape(2, 1, 3));
        using Parameter core = new("core", new Shape(3, 4, 1, 1));
        using Parameter narrow = new("narrow", new Shape(2, 4, 1, 1));
        Check.Refused(
            "CatalogScores: queries [2, 1, 3] and a core [3, 4, 1, 1] for 9 items.", () => CatalogScores.OfTrain(queries, core, 9));
        Check.Refused(
            "CatalogScores: queries [2, 1, 3] and a core [2, 4, 1, 1] for 8 items.", () => CatalogScores.OfTrain(queries, narrow, 8));
    }

    private static Parameter Filled(string name, Shape shape, uint site)
    {
        var parameter = new Parameter(name, shape);
        new Philox(seed: 1, site: site).FillUniform(parameter.Value.Span, -1, 1);
        return parameter;
    }

    private static Tensor Random(Shape shape, uint site)
    {
        var tensor = new Tensor(shape);
        new Philox(seed: 1, site: site).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }
}
