using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

/// <summary>Softmax losses over items that stand for the catalog.</summary>
public sealed class SampledItemsTests
{
    private const int Width = 3, TeacherWidth = 4;
    private const float Weight = 0.7f, SoftWeight = 1.3f, LabelWeight = 0.4f;

    [Fact]
    public void Worked_numbers()
    {
        // Items 3 and 8 drawn with π = 1 and 1/4; the targets 9, 3 and 8. All z are 0, so each loss is ln Z.
        var sampled = new SampledItems();
        sampled.Set([3, 8], [0, MathF.Log(4)], [9, 3, 8], labels: null);
        Assert.Equal([3, 8, 9], sampled.Rows.ToArray());
        Assert.Equal([2, 0, 1], sampled.Targets.ToArray());
        using var tape = new Tape();
        tape.BeginInference();
        Variable h = tape.Constant(new Tensor(new Shape(3, 2))), table = tape.Constant(new Tensor(new Shape(3, 2)));
        double loss = FullSoftmaxCrossEntropy.Apply(tape, CatalogScores.OfTable(h, table), sampled, 1).CrossEntropy;
        Assert.Equal((Math.Log(6) + Math.Log(5) + Math.Log(2)) / 3, loss, 1e-6);
    }

    [Theory]
    [InlineData(7, 11)]
    [InlineData(10, 3)]
    [InlineData(12, 6)]
    public void Copied_are_rows_of_the_catalog_whether_or_not_they_were_drawn(int target, double expected)
    {
        // History 7 7 9 with equal scores copies (2/3 of 7, 1/3 of 9); 7, 10 and 12 are drawn, all with π = 1, their logits (0, 0, ln 2)
        // are (1/4, 1/4, 1/2); g = 1/2. In 24ths.
        var sampled = new SampledItems();
        sampled.Set([7, 10, 12], [0, 0, 0], [target], labels: null);
        using var tape = new Tape();
        tape.BeginTraining(0);
        using Parameter h = Values.Parameter(new Shape(1, 1), 1), table = Values.Parameter(new Shape(3, 1), 0, 0, MathF.Log(2));
        using Parameter positions = Values.Parameter(new Shape(1, 3), 5, 5, 5), gates = Values.Parameter(new Shape(1, 1), 0);
        var copying = new CopyScores(positions, gates, new[] { 7, 7, 9 }, new Prefixes(new[] { 0, 3 }, new[] { 0, 1 }, new[] { 2 }));
        double loss = FullSoftmaxCrossEntropy.Apply(tape, CatalogScores.OfTable(h, table), sampled, 1, copying: copying).CrossEntropy;
        Assert.Equal(-Math.Log(expected / 24), loss, 1e-6);
    }

    [Property(MaxTest = 200)]
    public Property Rows_are_those_drawn_and_those_of_examples_each_once() => Prop.ForAll(Steps(), step =>
    {
        var sampled = new SampledItems();
        for (int round = 0; round < 2; round++)
        {
            sampled.Set(step.Drawn, step.LogWeights, step.Targets, step.Labels);
            int[] rows = sampled.Rows.ToArray(), labels = step.Labels.Items.ToArray(), offsets = step.Labels.Offsets.ToArray();
            Assert.Equal(step.Drawn.Concat(step.Targets).Concat(labels).Distinct().Order(), rows);
            for (int v = 0; v < rows.Length; v++)
            {
                int drawn = Array.IndexOf(step.Drawn, rows[v]);
                Assert.Equal(drawn < 0 ? -1e30f : step.LogWeights[drawn], sampled.LogWeights.Span[v]);
            }

            Assert.Equal(step.Targets, sampled.Targets.ToArray().Select(v => rows[v]));
            Assert.Equal(labels, sampled.Labels!.Value.Items.ToArray().Select(v => rows[v]));
            for (int b = 0; b < step.Targets.Length; b++)
            {
                int[] own = [.. labels[offsets[b]..offsets[b + 1]].Append(step.Targets[b]).Distinct().Order()];
                Assert.Equal(own, sampled.Own.ToArray()[sampled.OwnOffsets.Span[b]..sampled.OwnOffsets.Span[b + 1]].Select(v => rows[v]));
            }
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(0.7f)]
    [InlineData(2)]
    public void Losses_and_gradients_agree_with_the_twin_s_differences(float temperature)
    {
        SampledItems sampled = Sampled(examples: 4, items: 600, drawn: 400);
        int items = sampled.Rows.Length;
        float[] teacherH = Values.Uniform(4 * TeacherWidth, 5), teacherE = Values.Uniform(items * TeacherWidth, 6);
        using Tensor hidden = new(new Shape(4, TeacherWidth), teacherH), table = new(new Shape(items, TeacherWidth), teacherE);
        double[][] t = Logits(Values.ToDouble(teacherH), Values.ToDouble(teacherE), TeacherWidth);
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => FullSoftmaxCrossEntropy.Apply(
                tape, CatalogScores.OfTable(x[0], x[1]), sampled, Weight, new SoftTargets(hidden, table, temperature, SoftWeight)),
            x => Twin(sampled, Logits(x[0], x[1], Width), t, temperature),
            [new Shape(4, Width), new Shape(items, Width)]);
        Assert.True(report.Worst < 2e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.7f)]
    public void With_the_whole_catalog_drawn_they_are_the_full_softmax_s(float temperature)
    {
        const int Examples = 5, Items = 700;
        SampledItems sampled = Sampled(Examples, Items, drawn: Items);
        Assert.Equal(Items, sampled.Rows.Length);
        using Tensor hidden = new(new Shape(Examples, TeacherWidth), Values.Uniform(Examples * TeacherWidth, 5));
        using Tensor table = new(new Shape(Items, TeacherWidth), Values.Uniform(Items * TeacherWidth, 6));
        var soft = new SoftTargets(hidden, table, temperature, SoftWeight);
        (double[] Losses, float[] DH, float[] DE) full = Run((tape, scores) => FullSoftmaxCrossEntropy.Apply(
            tape, scores, sampled.Targets.Span, Weight, soft, labels: sampled.Labels));
        (double[] Losses, float[] DH, float[] DE) drawn = Run((tape, scores) => FullSoftmaxCrossEntropy.Apply(
            tape, scores, sampled, Weight, soft));
        Assert.Equal(full.Losses, drawn.Losses);
        Assert.Equal(full.DH, drawn.DH);
        Assert.Equal(full.DE, drawn.DE);

        (double[], float[], float[]) Run(Func<Tape, CatalogScores, FullSoftmaxLosses> loss)
        {
            using var tape = new Tape();
            using Parameter h = Values.RandomParameter(new Shape(Examples, Width), 1);
            using Parameter e = Values.RandomParameter(new Shape(Items, Width), 2);
            tape.BeginTraining(0);
            FullSoftmaxLosses losses = loss(tape, CatalogScores.OfTable(h, e));
            return (
                [losses.CrossEntropy, losses.Divergence, losses.Labels], h.Gradient!.Span.ToArray(), e.Gradient!.Span.ToArray());
        }
    }

    [Fact]
    public void Scores_of_other_items_are_refused()
    {
        SampledItems sampled = Sampled(examples: 2, items: 9, drawn: 3);
        using var tape = new Tape();
        tape.BeginInference();
        Variable h = tape.Constant(new Tensor(new Shape(2, 2))), table = tape.Constant(new Tensor(new Shape(9, 2)));
        Assert.Throws<ArgumentException>(() => FullSoftmaxCrossEntropy.Apply(tape, CatalogScores.OfTable(h, table), sampled, 1));
    }

    // Every example has two labels, the second one the next example's target; weights are 0 where all is drawn.
    private static SampledItems Sampled(int examples, int items, int drawn)
    {
        int[] rows = [.. Enumerable.Range(0, drawn).Select(i => i * items / drawn)], targets = new int[examples];
        for (int b = 0; b < examples; b++) targets[b] = (b * 37) % items;
        int[] labels = [.. Enumerable.Range(0, examples).SelectMany(b => new[] { targets[b], ((b * 41) + 7) % items }.Order())];
        int[] offsets = [.. Enumerable.Range(0, examples + 1).Select(b => 2 * b)];
        float[] weights = drawn == items ? new float[drawn] : [.. Values.Uniform(drawn, 9).Select(Math.Abs)];
        var sampled = new SampledItems();
        float[] shares = [.. Enumerable.Repeat(0.5f, labels.Length)];
        sampled.Set(rows, weights, targets, new SparseTargets(offsets, labels, shares, LabelWeight));
        return sampled;
    }

    private static double[][] Logits(double[] h, double[] e, int width) => [.. Enumerable.Range(0, h.Length / width).Select(b =>
        Enumerable.Range(0, e.Length / width)
            .Select(v => Enumerable.Range(0, width).Sum(j => h[(b * width) + j] * e[(v * width) + j])).ToArray())];

    private static double Twin(SampledItems sampled, double[][] z, double[][] t, double temperature)
    {
        double loss = 0;
        SparseTargets labels = sampled.Labels!.Value;
        for (int b = 0; b < z.Length; b++)
        {
            int[] own = sampled.Own.ToArray()[sampled.OwnOffsets.Span[b]..sampled.OwnOffsets.Span[b + 1]];
            double[] weights = [.. sampled.LogWeights.ToArray().Select((w, v) => own.Contains(v) ? 1 : Math.Exp(w))];
            double[] p = Share(z[b], 1), soft = Share(z[b], temperature), q = Share(t[b], temperature);
            loss -= Weight * Math.Log(p[sampled.Targets.Span[b]]);
            loss += SoftWeight * temperature * temperature * q.Zip(soft, (x, y) => x == 0 ? 0 : x * Math.Log(x / y)).Sum();
            for (int i = labels.Offsets.Span[b]; i < labels.Offsets.Span[b + 1]; i++)
                loss -= LabelWeight * labels.Shares.Span[i] * Math.Log(p[labels.Items.Span[i]]);

            double[] Share(double[] x, double theta)
            {
                double sum = x.Zip(weights, (value, weight) => weight * Math.Exp(value / theta)).Sum();
                return [.. x.Zip(weights, (value, weight) => weight * Math.Exp(value / theta) / sum)];
            }
        }

        return loss / z.Length;
    }

    private static Arbitrary<(int[] Drawn, float[] LogWeights, int[] Targets, SparseTargets Labels)> Steps() =>
        (from drawn in Gen.Choose(0, 60).NonEmptyListOf()
         from targets in Gen.Choose(0, 60).NonEmptyListOf()
         from labels in Gen.Choose(0, 60).ListOf().ListOf(targets.Count)
         select Step([.. drawn.Distinct().Order()], [.. targets], [.. labels.Select(of => of.Distinct().Order().ToArray())])).ToArbitrary();

    private static (int[] Drawn, float[] LogWeights, int[] Targets, SparseTargets Labels) Step(int[] drawn, int[] targets, int[][] labels)
    {
        int[] offsets = new int[targets.Length + 1], items = [.. labels.SelectMany(of => of)];
        for (int b = 0; b < targets.Length; b++) offsets[b + 1] = offsets[b] + labels[b].Length;
        return (drawn, Values.Uniform(drawn.Length, 3), targets, new SparseTargets(offsets, items, new float[items.Length], 1));
    }
}
