using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class FullSoftmaxCrossEntropyTests
{
    private const int Width = 3, TeacherWidth = 5;
    private const float Weight = 0.7f, SoftWeight = 1.3f;

    /// <summary>
    /// Catalogs around the ends of blocks (256 items) and stripes (at most 32 of them), and two turns of rows (2²⁴ logits).
    /// </summary>
    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 1 }, { 3, 2 }, { 4, 255 }, { 4, 256 }, { 4, 257 }, { 3, 511 }, { 3, 512 }, { 3, 513 }, { 2, 768 },
        { 2, (32 * 256) - 1 }, { 2, (33 * 256) + 1 }, { 17, 1 << 20 },
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(2, 257)]
    public void The_cross_entropy_and_its_gradients_agree_with_the_twin_s_differences(int rows, int items)
    {
        int[] targets = Targets(rows, items);
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => FullSoftmaxCrossEntropy.Apply(tape, x[0], x[1], targets, 1),
            x => FullSoftmaxCrossEntropy.Reference(new FullSoftmaxCrossEntropy.ReferenceModel<double>(x[0], x[1], Width), targets),
            [new Shape(rows, Width), new Shape(items, Width)]);
        if (items > 1) Assert.True(report.Worst < 1e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
        else Assert.Equal(0, report.ValueError, 1e-6);
    }

    [Theory]
    [InlineData(3, 7, 1)]
    [InlineData(3, 7, 2)]
    [InlineData(2, 257, 1)]
    [InlineData(2, 257, 0.5)]
    public void Both_losses_and_their_gradients_agree_with_the_twin_s_differences(int rows, int items, float temperature)
    {
        using var teacher = new Teacher(rows, items);
        int[] targets = Targets(rows, items);
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => FullSoftmaxCrossEntropy.Apply(tape, x[0], x[1], targets, Weight, teacher.Soft(temperature)),
            x =>
            {
                var student = new FullSoftmaxCrossEntropy.ReferenceModel<double>(x[0], x[1], Width);
                return (Weight * FullSoftmaxCrossEntropy.Reference(student, targets))
                    + (SoftWeight * FullSoftmaxCrossEntropy.ReferenceDivergence(student, teacher.Reference, temperature));
            },
            [new Shape(rows, Width), new Shape(items, Width)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Losses_and_gradients_agree_with_the_twin_at_all_sizes(int rows, int items)
    {
        AssertAgrees(rows, items, soft: true, temperature: 2);
        if (items == 1 << 20) return;
        AssertAgrees(rows, items, soft: false, temperature: 1);
        AssertAgrees(rows, items, soft: true, temperature: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frozen_side_gets_no_gradient_and_the_other_the_same(bool freezeTable)
    {
        using var both = new Step(3, 300);
        using var one = new Step(3, 300);
        using var teacher = new Teacher(3, 300);
        (freezeTable ? one.Table : one.Hidden).Frozen = true;
        Assert.Equal(both.Run(Weight, teacher.Soft(2)), one.Run(Weight, teacher.Soft(2)));
        Assert.Equal(
            freezeTable ? new float[one.Table.Value.Length] : both.Table.Gradient!.Span.ToArray(), one.Table.Gradient!.Span.ToArray());
        Assert.Equal(
            freezeTable ? both.Hidden.Gradient!.Span.ToArray() : new float[one.Hidden.Value.Length], one.Hidden.Gradient!.Span.ToArray());
    }

    [Fact]
    public void Inference_gives_the_losses_and_no_gradients()
    {
        using var step = new Step(3, 300);
        using var teacher = new Teacher(3, 300);
        using var tape = new Tape();
        tape.BeginInference();
        FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(tape, step.Hidden, step.Table, step.Targets, Weight, teacher.Soft(2));
        Assert.Equal(new float[step.Table.Value.Length], step.Table.Gradient!.Span.ToArray());
        Assert.Equal(step.Run(Weight, teacher.Soft(2)), losses);
    }

    [Fact]
    public void Weights_scale_the_total_and_gradients_add_up()
    {
        using var step = new Step(3, 20);
        using var teacher = new Teacher(3, 20);
        using var tape = new Tape();
        tape.BeginTraining(0);
        FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(tape, step.Hidden, step.Table, step.Targets, Weight, teacher.Soft(1));
        float[] once = step.Table.Gradient!.Span.ToArray();
        FullSoftmaxCrossEntropy.Apply(tape, step.Hidden, step.Table, step.Targets, Weight, teacher.Soft(1));
        Assert.Equal(2 * ((Weight * losses.CrossEntropy) + (SoftWeight * losses.Divergence)), tape.TotalLoss, 1e-6);
        Assert.All(once.Zip(step.Table.Gradient.Span.ToArray()), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-6));
    }

    [Property(MaxTest = 200)]
    public Property Neither_loss_is_negative_and_a_shift_of_all_logits_leaves_both() =>
        Prop.ForAll(Problems(), problem =>
        {
            (float[] logits, float[] teacherLogits, float shift, float temperature) = problem;
            FullSoftmaxLosses losses = OfLogits(logits, teacherLogits, temperature);
            FullSoftmaxLosses shifted = OfLogits(
                [.. logits.Select(z => z + shift)], [.. teacherLogits.Select(z => z - shift)], temperature);
            // Differences of float32 logarithms of sums: off by units in the last place of the largest logit.
            double rounding = 1e-6 * (1 + logits.Concat(teacherLogits).Max(Math.Abs) + Math.Abs(shift)) * Math.Max(1, temperature);
            Assert.True(losses.CrossEntropy >= -rounding && losses.Divergence >= -rounding, $"{losses}");
            Assert.Equal(losses.CrossEntropy, shifted.CrossEntropy, 3 * rounding);
            Assert.Equal(losses.Divergence, shifted.Divergence, 20 * rounding);
        });

    [Property(MaxTest = 50)]
    public Property A_student_that_agrees_with_its_teacher_has_no_divergence_and_no_slope_from_it() =>
        Prop.ForAll(Problems(), problem =>
        {
            (float[] logits, _, float shift, float temperature) = problem;
            Assert.Equal(0, OfLogits(logits, logits, temperature).Divergence);
            Assert.Equal(0, OfLogits(logits, [.. logits.Select(z => z + shift)], temperature).Divergence, 1e-4);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Extreme_logits_stay_finite(float temperature)
    {
        using var tape = new Tape();
        using Parameter h = Values.Parameter(new Shape(2, 1), 100, -100), table = Values.Parameter(new Shape(600, 1));
        using var teacherHidden = new Tensor(new Shape(2, 1), [-100, 100]);
        for (int v = 0; v < 600; v++) table.Value.Span[v] = v % 3 == 0 ? 100 : v % 3 == 1 ? -100 : 0.01f * v;
        tape.BeginTraining(0);
        var soft = new SoftTargets(teacherHidden, table.Value, temperature, SoftWeight);
        FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(tape, h, table, [1, 0], Weight, soft);
        // 200 of 600 items share the largest logit, 10⁴; both targets and all of the teacher's mass lie 2·10⁴ below.
        // The logarithm of a sum near 10⁴ is exact to 5·10⁻⁴ in float32, and so are the probabilities made with it.
        Assert.Equal(20_000 + Math.Log(200), losses.CrossEntropy, 1e-2);
        Assert.Equal(20_000 * temperature, losses.Divergence, 1e-3 * 20_000 * temperature);
        Assert.All(h.Gradient!.Span.ToArray().Concat(table.Gradient!.Span.ToArray()), slope => Assert.True(float.IsFinite(slope)));
    }

    // In the first block of items and the second; of the student's logits and of the teacher's.
    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.NaN, 299)]
    [InlineData(float.PositiveInfinity, 0)]
    [InlineData(float.PositiveInfinity, 299)]
    public void A_logit_that_is_no_number_makes_the_losses_none(float value, int item)
    {
        foreach (float temperature in (float[])[1, 2])
        {
            using var step = new Step(3, 300);
            using var teacher = new Teacher(3, 300);
            teacher.Table.Row(item)[0] = value;
            FullSoftmaxLosses losses = step.Run(Weight, teacher.Soft(temperature));
            Assert.True(double.IsFinite(losses.CrossEntropy) && !double.IsFinite(losses.Divergence), $"{losses}");
            step.Table.Value.Row(item)[0] = value;
            Assert.False(double.IsFinite(step.Run(Weight, null).CrossEntropy));
        }
    }

    [Fact]
    public void Worked_numbers_hold()
    {
        // Logits (0, ln 3): p = (1/4, 3/4). A teacher with (ln 3, 0): q = (3/4, 1/4), KL = (3/4 − 1/4) ln 3.
        float log3 = (float)Math.Log(3);
        FullSoftmaxLosses losses = OfLogits([0, log3], [log3, 0], 1);
        Assert.Equal(Math.Log(4), losses.CrossEntropy, 1e-6);
        Assert.Equal(0.5 * Math.Log(3), losses.Divergence, 1e-6);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var tape = new Tape();
        using Parameter h = new("h", new Shape(2, 3)), table = new("table", new Shape(4, 3)), narrow = new("narrow", new Shape(4, 2));
        AssertRefused("widths differ: encodings [2, 3], table [4, 2]", () => FullSoftmaxCrossEntropy.Apply(tape, h, narrow, [0, 0], 1));
        AssertRefused("1 targets for 2 examples", () => FullSoftmaxCrossEntropy.Apply(tape, h, table, [0], 1));
        AssertRefused("target 4 is not one of 4 items", () => FullSoftmaxCrossEntropy.Apply(tape, h, table, [0, 4], 1));
        AssertRefused("target -1 is not one of 4 items", () => FullSoftmaxCrossEntropy.Apply(tape, h, table, [-1, 0], 1));
        AssertRefused(
            "the temperature is 0",
            () => FullSoftmaxCrossEntropy.Apply(tape, h, table, [0, 0], 1, new SoftTargets(h.Value, table.Value, 0, 1)));
        AssertRefused(
            "the teacher has encodings [2, 3] and table [4, 2]",
            () => FullSoftmaxCrossEntropy.Apply(tape, h, table, [0, 0], 1, new SoftTargets(h.Value, narrow.Value, 1, 1)));
    }

    private static void AssertRefused(string problem, Func<object> call) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void AssertAgrees(int rows, int items, bool soft, float temperature)
    {
        using var step = new Step(rows, items);
        using var teacher = new Teacher(rows, items);
        FullSoftmaxLosses losses = step.Run(Weight, soft ? teacher.Soft(temperature) : null);
        FullSoftmaxCrossEntropy.ReferenceModel<double> student = new(
            Values.ToDouble(step.Hidden.Value.Span), Values.ToDouble(step.Table.Value.Span), Width);
        double expected = FullSoftmaxCrossEntropy.Reference(student, step.Targets);
        Assert.Equal(expected, losses.CrossEntropy, 1e-5 * Math.Max(1, expected));
        double divergence = soft ? FullSoftmaxCrossEntropy.ReferenceDivergence(student, teacher.Reference, temperature) : 0;
        Assert.Equal(divergence, losses.Divergence, 1e-5 * Math.Max(1, divergence));
        (double[] dHidden, double[] dTable) = FullSoftmaxCrossEntropy.ReferenceGradients<double>(
            student, step.Targets, Weight, soft ? teacher.Reference : null, temperature, SoftWeight);
        new GoldenTensor("dh", [], dHidden).AssertClose(step.Hidden.Gradient!.Span, items == 1 ? 1 : 2e-5);
        new GoldenTensor("dE", [], dTable).AssertClose(step.Table.Gradient!.Span, items == 1 ? 1 : 2e-5);
    }

    private static int[] Targets(int rows, int items) =>
        [.. Enumerable.Range(0, rows).Select(row => (int)(((row * 7L) + (items / 2)) % items))];

    // With the encoding 1 the table's values are the logits.
    private static FullSoftmaxLosses OfLogits(float[] logits, float[] teacherLogits, float temperature)
    {
        using var tape = new Tape();
        using Parameter h = Values.Parameter(new Shape(1, 1), 1), table = Values.Parameter(new Shape(logits.Length, 1), logits);
        using var teacherTable = new Tensor(new Shape(logits.Length, 1), teacherLogits);
        tape.BeginTraining(0);
        return FullSoftmaxCrossEntropy.Apply(tape, h, table, [0], 1, new SoftTargets(h.Value, teacherTable, temperature, 1));
    }

    private static Arbitrary<(float[] Logits, float[] Teacher, float Shift, float Temperature)> Problems()
    {
        Gen<float> value = Gen.Choose(-30_000, 30_000).Select(i => i / 1000f);
        return Arb.From(
            from count in Gen.Choose(1, 600)
            from logits in value.ArrayOf(count)
            from teacher in value.ArrayOf(count)
            from shift in value
            from temperature in Gen.Elements(0.5f, 1f, 2f, 5f)
            select (logits, teacher, shift, temperature));
    }

    private sealed class Step(int rows, int items) : IDisposable
    {
        public Parameter Hidden { get; } = Values.RandomParameter(new Shape(rows, Width), 1);

        public Parameter Table { get; } = Values.RandomParameter(new Shape(items, Width), 2);

        public int[] Targets { get; } = FullSoftmaxCrossEntropyTests.Targets(rows, items);

        public FullSoftmaxLosses Run(float weight, SoftTargets? soft)
        {
            using var tape = new Tape();
            tape.BeginTraining(0);
            return FullSoftmaxCrossEntropy.Apply(tape, Hidden, Table, Targets, weight, soft);
        }

        public void Dispose()
        {
            Hidden.Dispose();
            Table.Dispose();
        }
    }

    private sealed class Teacher(int rows, int items) : IDisposable
    {
        public Tensor Hidden { get; } = new(new Shape(rows, TeacherWidth), Values.Uniform(rows * TeacherWidth, 3));

        public Tensor Table { get; } = new(new Shape(items, TeacherWidth), Values.Uniform(items * TeacherWidth, 4));

        public FullSoftmaxCrossEntropy.ReferenceModel<double> Reference =>
            new(Values.ToDouble(Hidden.Span), Values.ToDouble(Table.Span), TeacherWidth);

        public SoftTargets Soft(float temperature) => new(Hidden, Table, temperature, SoftWeight);

        public void Dispose()
        {
            Hidden.Dispose();
            Table.Dispose();
        }
    }
}
