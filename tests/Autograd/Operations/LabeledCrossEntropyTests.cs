using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class LabeledCrossEntropyTests
{
    private const int Width = 3;
    private const float Weight = 0.7f, LabelWeight = 1.3f;

    private static readonly int[] Targets = [1, 0, 2];

    [Theory]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(600, false)]
    [InlineData(600, true)]
    public void Losses_and_gradients_agree_with_the_twin_s_differences(int items, bool copies)
    {
        // One example without labels, one with its target among them; the last label is the last item.
        SparseTargets labels = new(
            new[] { 0, 2, 2, 5 }, new[] { 1, 4, 0, 5, items - 1 }, new[] { 0.25f, 0.75f, 0.5f, 0.25f, 0.25f }, LabelWeight);
        int[] history = [1, 3, 5];
        var prefixes = new Prefixes(new[] { 0, 1, 2, 3 }, new[] { 0, 1, 2, 3 }, new[] { 0, 1, 2 });
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => FullSoftmaxCrossEntropy.Apply(
                tape,
                CatalogScores.OfTable(x[0], x[1]),
                Targets,
                Weight,
                copying: copies ? new CopyScores(x[2], x[3], history, prefixes) : null,
                labels: labels),
            x =>
            {
                var model = new FullSoftmaxCrossEntropy.ReferenceModel<double>(x[0], x[1], Width);
                double sum = 0;
                for (int b = 0; b < 3; b++)
                {
                    double[] p = model.LogProbabilities(b, 1);
                    double[] mixture = copies
                        ? FullSoftmaxCrossEntropy.ReferenceMixture<double>(p, x[2].AsSpan(b, 1), history.AsSpan(b, 1), x[3][b])
                        : p;
                    sum -= Weight * mixture[Targets[b]];
                    for (int i = labels.Offsets.Span[b]; i < labels.Offsets.Span[b + 1]; i++)
                        sum -= LabelWeight * labels.Shares.Span[i] * p[labels.Items.Span[i]];
                }

                return sum / 3;
            },
            [new Shape(3, Width), new Shape(items, Width), new Shape(3, 1), new Shape(3, 1)]);
        // The score of a history's only position changes nothing, and without copying there is no gate.
        Assert.True(
            report.ValueError < 1e-5 && report.GradientErrors[0] < 2e-5 && report.GradientErrors[1] < 2e-5,
            $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Fact]
    public void A_label_of_one_is_a_target()
    {
        using Parameter h = Values.RandomParameter(new Shape(3, Width), 1), table = Values.RandomParameter(new Shape(9, Width), 2);
        using var tape = new Tape();
        tape.BeginTraining(0);
        FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(
            tape,
            CatalogScores.OfTable(h, table),
            Targets,
            1,
            labels: new SparseTargets(new[] { 0, 1, 2, 3 }, Targets, new[] { 1f, 1, 1 }, 1));
        float[] together = table.Gradient!.Span.ToArray();
        Assert.Equal(losses.CrossEntropy, losses.Labels, 1e-6);
        Assert.Equal(2 * losses.CrossEntropy, tape.TotalLoss, 1e-6);
        table.Gradient.Span.Clear();
        FullSoftmaxCrossEntropy.Apply(tape, h, table, Targets, 2);
        Assert.All(together.Zip(table.Gradient.Span.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        using Parameter h = Values.RandomParameter(new Shape(3, Width), 1), table = Values.RandomParameter(new Shape(9, Width), 2);
        using var tape = new Tape();
        AssertRefused(
            "3 offsets, 2 items and 2 shares label 3 examples", new SparseTargets(new[] { 0, 1, 2 }, new[] { 1, 2 }, new[] { 1f, 1 }, 1));
        AssertRefused("label 1 is item 1 of 9 after item 1", new SparseTargets(new[] { 0, 2, 2, 2 }, new[] { 1, 1 }, new[] { 1f, 1 }, 1));
        AssertRefused("label 0 is item 9 of 9", new SparseTargets(new[] { 0, 1, 1, 1 }, new[] { 9 }, new[] { 1f }, 1));

        void AssertRefused(string problem, SparseTargets labels) => Assert.Contains(
            problem,
            Assert.Throws<ArgumentException>(
                () => FullSoftmaxCrossEntropy.Apply(tape, CatalogScores.OfTable(h, table), Targets, 1, labels: labels)).Message,
            StringComparison.Ordinal);
    }
}
