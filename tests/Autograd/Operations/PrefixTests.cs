using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class PrefixTests
{
    private const int Width = 5;

    // Sequences of 4, 0, 1 and 4 rows; empty prefixes, two alike, a sequence without any, and one whose last row is in none.
    private static readonly Prefixes Some = new(new[] { 0, 4, 4, 5, 9 }, new[] { 0, 3, 4, 4, 7 }, new[] { 0, 2, 3, 3, 4, 7, 7 });
    private static readonly Shape Rows = new(9, Width), PerPrefix = new(7, Width), Score = new(Width);

    [Fact]
    public void Means_agree_with_the_twin() =>
        Check.Gradients((tape, x) => PrefixMean.Apply(tape, x[0], Some), x => PrefixMean.Reference<double>(x[0], Width, Some), Rows);

    [Fact]
    public void Soft_attention_agrees_with_the_twin()
    {
        Check.Gradients(
            (tape, x) => SoftAttention.Apply(tape, x[0], x[1], x[2], x[3], Some),
            x => SoftAttention.Reference<double>(x[0], x[1], x[2], x[3], Some),
            Rows,
            Rows,
            PerPrefix,
            Score);
        Check.FreezingLeavesTheOthersAlone(
            (tape, x) => SoftAttention.Apply(tape, x[0], x[1], x[2], x[3], Some), Rows, Rows, PerPrefix, Score);
    }

    [Fact]
    public void The_gates_may_be_of_another_width_than_the_rows() =>
        Check.Gradients(
            (tape, x) => SoftAttention.Apply(tape, x[0], x[1], x[2], x[3], Some),
            x => SoftAttention.Reference<double>(x[0], x[1], x[2], x[3], Some),
            Rows,
            new Shape(9, 2),
            new Shape(7, 2),
            new Shape(2));

    [Fact]
    public void Worked_numbers()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(3, 2), 1, 2, 3, 6, 5, 1);
        using Parameter zero = new("zero", new Shape(3, 1));
        using Parameter score = Values.Parameter(new Shape(1), 4);
        // The second sequence is empty, and so is its prefix.
        var prefixes = new Prefixes(new[] { 0, 3, 3 }, new[] { 0, 2, 3 }, new[] { 0, 2, 2 });
        tape.BeginInference();
        Assert.Equal([1f, 2f, 3f, 3f, 0f, 0f], PrefixMean.Apply(tape, x, prefixes).Value.Span.ToArray());
        // Every weight is 4·σ(0) = 2.
        Assert.Equal([2f, 4f, 18f, 18f, 0f, 0f], SoftAttention.Apply(tape, x, zero, zero, score, prefixes).Value.Span.ToArray());
    }

    [Property(MaxTest = 60)]
    public Property A_prefix_is_read_as_a_sequence_of_its_own() =>
        Prop.ForAll(Batches(), prefixes =>
        {
            const int Columns = 12;
            int n = prefixes.Offsets.Span[^1];
            float[] x = Values.Uniform(n * Columns, 1);
            float[] local = Values.Uniform(n * Columns, 2);
            float[] global = Values.Uniform(prefixes.Count * Columns, 3);
            float[] weights = Values.Uniform(prefixes.Count * Columns, 4);
            int[] rows = Expanded(prefixes, out int[] offsets);
            Result together = Run(x, local, global, weights, prefixes, Columns);
            Result alone = Run(Gather(x, rows, Columns), Gather(local, rows, Columns), global, weights, Whole(offsets), Columns);

            Assert.Equal(alone.Mean, together.Mean);
            Assert.Equal(alone.Attended, together.Attended);
            Assert.Equal(alone.DGlobal, together.DGlobal);
            AssertClose(Scatter(alone.Dx, rows, Columns, x.Length), together.Dx);
            AssertClose(Scatter(alone.DLocal, rows, Columns, x.Length), together.DLocal);
            AssertClose(Values.ToDouble(alone.DScore), together.DScore);
        });

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(4, 6));
        using var one = new Parameter("one", new Shape(1, 6));
        Refused("end at 5, the rows are [4, 6]", [0, 5], [0, 1], [4]);
        Refused("first prefixes of 1 sequences do not run from 0 to 1", [0, 4], [0, 2], [3]);
        Refused("first prefixes of 1 sequences do not run from 0 to 1", [0, 4], [1, 1], [3]);
        Refused("first prefixes of 2 sequences do not run from 0 to 1", [0, 4, 4], [0, 1], [3]);
        Refused("fall from 2 to 1 (at 2)", [0, 2, 4, 4], [0, 2, 1, 2], [0, 1]);
        Refused("prefix 0 ends with row 4, expected -1 to 3", [0, 4], [0, 1], [4]);
        Refused("prefix 0 ends with row 0, expected 1 to 3", [0, 2, 4], [0, 0, 1], [0]);
        Refused("prefix 1 ends with row 1, expected 2 to 3", [0, 4], [0, 2], [2, 1]);
        var whole = new Prefixes(new[] { 0, 4 }, new[] { 0, 1 }, new[] { 3 });
        Check.Refused(
            "rows [4, 6], 1 prefixes, local [4, 6], global [4, 6], score [1, 6]", () => SoftAttention.Apply(tape, x, x, x, one, whole));
        Check.Refused(
            "rows [4, 6], 1 prefixes, local [1, 6], global [1, 6], score [1, 6]", () => SoftAttention.Apply(tape, x, one, one, one, whole));
        Check.Refused("score [4, 6]", () => SoftAttention.Apply(tape, x, x, one, x, whole));

        void Refused(string part, int[] offsets, int[] firsts, int[] lasts)
        {
            var prefixes = new Prefixes(offsets, firsts, lasts);
            Check.Refused(part, () => PrefixMean.Apply(tape, x, prefixes));
            Check.Refused(part, () => SoftAttention.Apply(tape, x, x, x, one, prefixes));
        }
    }

    private static Prefixes Whole(int[] offsets) =>
        new(offsets, Enumerable.Range(0, offsets.Length).ToArray(), offsets.Skip(1).Select(end => end - 1).ToArray());

    // The rows of every prefix, end to end.
    private static int[] Expanded(Prefixes prefixes, out int[] offsets)
    {
        var rows = new List<int>();
        var ends = new List<int> { 0 };
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            for (int b = prefixes.Firsts.Span[s]; b < prefixes.Firsts.Span[s + 1]; b++)
            {
                for (int l = prefixes.Offsets.Span[s]; l <= prefixes.Lasts.Span[b]; l++) rows.Add(l);
                ends.Add(rows.Count);
            }
        }

        offsets = [.. ends];
        return [.. rows];
    }

    private static float[] Gather(float[] x, int[] rows, int columns) =>
        [.. rows.SelectMany(l => x.AsSpan(l * columns, columns).ToArray())];

    private static double[] Scatter(float[] x, int[] rows, int columns, int length)
    {
        var sum = new double[length];
        for (int i = 0; i < x.Length; i++) sum[(rows[i / columns] * columns) + (i % columns)] += x[i];
        return sum;
    }

    private static Result Run(float[] x, float[] local, float[] global, float[] weights, Prefixes prefixes, int columns)
    {
        using var tape = new Tape();
        Shape rows = new(x.Length / columns, columns), perPrefix = new(prefixes.Count, columns);
        using Parameter px = Values.Parameter(rows, x);
        using Parameter pLocal = Values.Parameter(rows, local);
        using Parameter pGlobal = Values.Parameter(perPrefix, global);
        using Parameter score = Values.RandomParameter(new Shape(columns), 5);
        tape.BeginTraining(0);
        Variable mean = PrefixMean.Apply(tape, px, prefixes);
        Variable attended = SoftAttention.Apply(tape, px, pLocal, pGlobal, score, prefixes);
        WeightedSum.Apply(tape, Addition.Apply(tape, mean, attended), weights);
        tape.Backward();
        float[][] values =
        [
            .. new[] { mean.Value, attended.Value, px.Gradient!, pLocal.Gradient!, pGlobal.Gradient!, score.Gradient! }
                .Select(t => t.Span.ToArray()),
        ];
        return new Result(values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static Arbitrary<Prefixes> Batches() => (
        from lengths in Gen.Choose(0, 9).ArrayOf().Where(lengths => lengths.Length > 0)
        from ends in Gen.Choose(0, 9).ArrayOf(4).ArrayOf(lengths.Length)
        from counts in Gen.Choose(0, 4).ArrayOf(lengths.Length)
        select Of(lengths, ends, counts)).ToArbitrary();

    private static Prefixes Of(int[] lengths, int[][] ends, int[] counts)
    {
        int[] offsets = [0, .. lengths], firsts = [0, .. counts];
        for (int s = 0; s < lengths.Length; s++) (offsets[s + 1], firsts[s + 1]) = (offsets[s] + lengths[s], firsts[s] + counts[s]);
        int[] lasts =
            [.. lengths.SelectMany((length, s) => ends[s].Take(counts[s]).Select(end => offsets[s] + Math.Min(end, length) - 1).Order())];
        return new Prefixes(offsets, firsts, lasts);
    }

    private sealed record Result(float[] Mean, float[] Attended, float[] Dx, float[] DLocal, float[] DGlobal, float[] DScore);
}
