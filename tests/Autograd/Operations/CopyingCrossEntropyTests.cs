using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class CopyingCrossEntropyTests
{
    private const int Width = 3;
    private const float Weight = 0.7f, SoftWeight = 1.3f;

    /// <summary>Three sequences, the second read at two prefixes: 5 5 2 | 1 0 (1 0 6) | 4.</summary>
    private static readonly int[] Items = [5, 5, 2, 1, 0, 6, 4];

    private static readonly Prefixes Batch = new(new[] { 0, 3, 6, 7 }, new[] { 0, 1, 3, 4 }, new[] { 2, 4, 5, 6 });

    private static readonly int[][] Histories = [[5, 5, 2], [1, 0], [1, 0, 6], [4]];

    [Theory]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    [InlineData(7, 2.5f)]
    [InlineData(300, 0)]
    [InlineData(300, 1)]
    [InlineData(300, 0.5f)]
    public void Losses_and_all_gradients_agree_with_the_twin_s_differences(int items, float temperature)
    {
        // Copied more than once, copied, in the history of another prefix only, new.
        int[] targets = [5, 0, items - 1, 3];
        bool soft = temperature > 0;
        using var teacher = new Teacher(4, items);
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => FullSoftmaxCrossEntropy.Apply(
                tape,
                CatalogScores.OfTable(x[0], x[1]),
                targets,
                Weight,
                soft ? teacher.Soft(temperature) : null,
                new CopyScores(x[2], x[3], Items, Batch)),
            x =>
            {
                var student = new FullSoftmaxCrossEntropy.ReferenceModel<double>(x[0], x[1], Width);
                double divergence = soft ? FullSoftmaxCrossEntropy.ReferenceDivergence(student, teacher.Reference, temperature) : 0;
                return (Weight * MixtureCrossEntropy(student, x[2], x[3], targets)) + (SoftWeight * divergence);
            },
            [new Shape(4, Width), new Shape(items, Width), new Shape(4, 3), new Shape(4, 1)]);
        Assert.True(report.Worst < 2e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Fact]
    public void Worked_numbers_hold()
    {
        // History 0 0 1 with equal scores copies (2/3, 1/3, 0); the catalog's logits (0, 0, ln 2) are (1/4, 1/4, 1/2); g = 1/2.
        using var tape = new Tape();
        tape.BeginTraining(0);
        using Parameter h = Values.Parameter(new Shape(1, 1), 1), table = Values.Parameter(new Shape(3, 1), 0, 0, MathF.Log(2));
        using Parameter positions = Values.Parameter(new Shape(1, 3), 5, 5, 5), gates = Values.Parameter(new Shape(1, 1), 0);
        var copying = new CopyScores(positions, gates, new[] { 0, 0, 1 }, new Prefixes(new[] { 0, 3 }, new[] { 0, 1 }, new[] { 2 }));
        double[] expected = [11.0 / 24, 7.0 / 24, 6.0 / 24];
        for (int target = 0; target < 3; target++)
        {
            FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(tape, CatalogScores.OfTable(h, table), [target], 1, copying: copying);
            Assert.Equal(-Math.Log(expected[target]), losses.CrossEntropy, 1e-6);
        }
    }

    [Property(MaxTest = 100)]
    public Property Probabilities_sum_to_one_and_the_order_of_equal_items_positions_does_not_matter() =>
        Prop.ForAll(Worlds(), world =>
        {
            double sum = Enumerable.Range(0, world.Logits.Length).Sum(v => Math.Exp(-world.Loss(v)));
            Assert.Equal(1, sum, 1e-5);
            World turned = world.Turned();
            Assert.All(Enumerable.Range(0, world.Logits.Length), v => Assert.Equal(world.Loss(v), turned.Loss(v), 1e-5));
        });

    [Property(MaxTest = 100)]
    public Property A_shut_gate_leaves_the_plain_head() =>
        Prop.ForAll(Worlds(), world =>
        {
            using var tape = new Tape();
            using Parameter h = Values.Parameter(new Shape(1, 1), 1);
            using Parameter table = Values.Parameter(new Shape(world.Logits.Length, 1), world.Logits);
            tape.BeginTraining(0);
            World shut = world with { Gate = -60 };
            for (int v = 0; v < world.Logits.Length; v++)
                Assert.Equal(FullSoftmaxCrossEntropy.Apply(tape, h, table, [v], 1).CrossEntropy, shut.Loss(v), 1e-5);
        });

    [Property(MaxTest = 50)]
    public Property Soft_targets_are_those_of_the_plain_head_and_copying_learns_nothing_from_them() =>
        Prop.ForAll(Worlds(), Arb.From(Gen.Elements(0.5f, 1f, 2f)), (world, temperature) =>
        {
            using var tape = new Tape();
            using Parameter h = Values.Parameter(new Shape(1, 1), 1);
            using Parameter table = Values.Parameter(new Shape(world.Logits.Length, 1), world.Logits);
            using Parameter positions = Values.Parameter(new Shape(1, world.Items.Length), world.Positions);
            using Parameter gates = Values.Parameter(new Shape(1, 1), world.Gate);
            using var teacher = new Teacher(1, world.Logits.Length);
            tape.BeginTraining(0);
            FullSoftmaxLosses plain = FullSoftmaxCrossEntropy.Apply(tape, h, table, [0], 0, teacher.Soft(temperature));
            float[] expected = table.Gradient!.Span.ToArray();
            table.Gradient.Span.Clear();
            FullSoftmaxLosses copies = FullSoftmaxCrossEntropy.Apply(
                tape,
                CatalogScores.OfTable(h, table),
                [0],
                0,
                teacher.Soft(temperature),
                new CopyScores(positions, gates, world.Items, world.Prefixes));
            Assert.Equal(plain.Divergence, copies.Divergence);
            Assert.Equal(expected, table.Gradient.Span.ToArray());
            Assert.All(positions.Gradient!.Span.ToArray().Concat(gates.Gradient!.Span.ToArray()), slope => Assert.Equal(0, slope));
        });

    [Fact]
    public void Inference_gives_the_losses_and_no_gradients()
    {
        using var tape = new Tape();
        using Parameter h = Values.RandomParameter(new Shape(4, Width), 1), table = Values.RandomParameter(new Shape(9, Width), 2);
        using Parameter positions = Values.RandomParameter(new Shape(4, 3), 3), gates = Values.RandomParameter(new Shape(4, 1), 4);
        tape.BeginTraining(0);
        FullSoftmaxLosses trained = Run();
        foreach (Parameter parameter in (Parameter[])[h, table, positions, gates]) parameter.Gradient!.Span.Clear();
        tape.BeginInference();
        Assert.Equal(trained, Run());
        Assert.All(
            (Parameter[])[h, table, positions, gates],
            parameter => Assert.All(parameter.Gradient!.Span.ToArray(), slope => Assert.Equal(0, slope)));

        FullSoftmaxLosses Run() =>
            FullSoftmaxCrossEntropy.Apply(
                tape, CatalogScores.OfTable(h, table), [5, 0, 8, 3], Weight, copying: new CopyScores(positions, gates, Items, Batch));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var tape = new Tape();
        using Parameter h = new("h", new Shape(4, Width)), table = new("table", new Shape(7, Width)), positions = new("c", new Shape(4, 3));
        using Parameter gates = new("g", new Shape(4, 1)), few = new("few", new Shape(3, 1));
        CatalogScores scores = CatalogScores.OfTable(h, table);
        int[] targets = [0, 1, 2, 3];
        var copying = new CopyScores(positions, gates, Items, Batch);
        Assert.Contains(
            "gates [3, 1]",
            Assert.Throws<ArgumentException>(
                () => FullSoftmaxCrossEntropy.Apply(tape, scores, targets, 1, copying: copying with { Gates = few })).Message,
            StringComparison.Ordinal);
    }

    private static double MixtureCrossEntropy(
        FullSoftmaxCrossEntropy.ReferenceModel<double> student, double[] positions, double[] gates, int[] targets)
    {
        double sum = 0;
        for (int b = 0; b < targets.Length; b++)
        {
            sum -= FullSoftmaxCrossEntropy.ReferenceMixture<double>(
                student.LogProbabilities(b, 1), positions.AsSpan(b * 3, Histories[b].Length), Histories[b], gates[b])[targets[b]];
        }

        return sum / targets.Length;
    }

    private static Arbitrary<World> Worlds()
    {
        Gen<float> value = Gen.Choose(-8_000, 8_000).Select(i => i / 1000f);
        return Arb.From(
            from count in Gen.Choose(1, 300)
            from logits in value.ArrayOf(count)
            from length in Gen.Choose(1, 12)
            from items in Gen.Choose(0, Math.Min(count, 6) - 1).ArrayOf(length)
            from positions in value.ArrayOf(length)
            from gate in value
            select new World(logits, items, positions, gate));
    }

    private sealed record World(float[] Logits, int[] Items, float[] Positions, float Gate)
    {
        public Prefixes Prefixes => new(new[] { 0, Items.Length }, new[] { 0, 1 }, new[] { Items.Length - 1 });

        public double Loss(int target)
        {
            using var tape = new Tape();
            using Parameter h = Values.Parameter(new Shape(1, 1), 1), table = Values.Parameter(new Shape(Logits.Length, 1), Logits);
            using Parameter positions = Values.Parameter(new Shape(1, Items.Length), Positions);
            using Parameter gates = Values.Parameter(new Shape(1, 1), Gate);
            tape.BeginTraining(0);
            return FullSoftmaxCrossEntropy.Apply(
                tape,
                CatalogScores.OfTable(h, table),
                [target],
                1,
                copying: new CopyScores(positions, gates, Items, Prefixes)).CrossEntropy;
        }

        /// <summary>The positions of every item in the opposite order among themselves.</summary>
        public World Turned()
        {
            var turned = new float[Positions.Length];
            for (int l = 0; l < turned.Length; l++)
            {
                int[] own = [.. Enumerable.Range(0, turned.Length).Where(m => Items[m] == Items[l])];
                turned[l] = Positions[own[^(1 + Array.IndexOf(own, l))]];
            }

            return this with { Positions = turned };
        }
    }

    private sealed class Teacher(int rows, int items) : IDisposable
    {
        private readonly Tensor hidden = new(new Shape(rows, Width), Values.Uniform(rows * Width, 5));
        private readonly Tensor table = new(new Shape(items, Width), Values.Uniform(items * Width, 6));

        public FullSoftmaxCrossEntropy.ReferenceModel<double> Reference =>
            new(Values.ToDouble(hidden.Span), Values.ToDouble(table.Span), Width);

        public SoftTargets Soft(float temperature) => new(hidden, table, temperature, SoftWeight);

        public void Dispose()
        {
            hidden.Dispose();
            table.Dispose();
        }
    }
}
