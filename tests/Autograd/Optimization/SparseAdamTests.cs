using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class SparseAdamTests
{
    private const int Rows = 40, Width = 5;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Rows_with_a_gradient_make_the_twin_s_step_and_the_others_stay_as_they_are(float decay)
    {
        var options = new AdamOptions { LearningRate = 0.01f, Beta1 = 0.8f, Beta2 = 0.99f, Epsilon = 1e-6f, WeightDecay = decay };
        using Parameter table = Table(sparse: true);
        using var adam = new Adam([table], options);
        using var tape = new Tape();
        double[] p = Values.ToDouble(table.Value.Span), m = new double[p.Length], v = new double[p.Length];
        for (int t = 1; t <= 30; t++)
        {
            int[] gathered = Gathered(t);
            float[] slopes = Step(tape, adam, table, gathered, t);
            foreach (int row in gathered.Distinct())
            {
                for (int j = 0; j < Width; j++)
                {
                    int i = (row * Width) + j;
                    // A row gathered twice has one gradient, the sum.
                    double g = gathered.Select((r, n) => r == row ? slopes[(n * Width) + j] : 0.0).Sum();
                    m[i] = (options.Beta1 * m[i]) + ((1.0 - options.Beta1) * g);
                    v[i] = (options.Beta2 * v[i]) + ((1.0 - options.Beta2) * g * g);
                    p[i] -= options.LearningRate * decay * p[i];
                    p[i] -= options.LearningRate * (m[i] / (1 - Math.Pow(options.Beta1, t)))
                        / (Math.Sqrt(v[i] / (1 - Math.Pow(options.Beta2, t))) + options.Epsilon);
                }
            }

            Assert.Equal(new float[p.Length], table.Gradient!.Span.ToArray());
        }

        for (int i = 0; i < p.Length; i++)
        {
            Assert.Equal(p[i], table.Value.Span[i], 1e-5);
            Assert.Equal(m[i], adam.FirstMoments[0].Span[i], 1e-5);
            Assert.Equal(v[i], adam.SecondMoments[0].Span[i], 1e-5);
        }
    }

    [Fact]
    public void With_a_gradient_in_every_row_it_is_adam_bit_for_bit()
    {
        using Parameter sparse = Table(sparse: true), dense = Table(sparse: false);
        using Adam lazy = new([sparse]), adam = new([dense]);
        using var tape = new Tape();
        int[] all = [.. Enumerable.Range(0, Rows).Select(row => row * 7 % Rows)];
        for (int t = 1; t <= 5; t++)
        {
            Step(tape, lazy, sparse, all, t);
            Step(tape, adam, dense, all, t);
        }

        Assert.Equal(dense.Value.Span.ToArray(), sparse.Value.Span.ToArray());
    }

    [Fact]
    public void A_row_that_got_none_is_not_moved_by_its_momentum()
    {
        using Parameter table = Table(sparse: true);
        using var adam = new Adam([table]);
        using var tape = new Tape();
        Step(tape, adam, table, [3], 1);
        float[] after = table.Value.Row(3).ToArray();
        Step(tape, adam, table, [4], 2);
        Assert.Equal(after, table.Value.Row(3).ToArray());
    }

    [Fact]
    public void A_gradient_for_all_rows_of_a_sparse_parameter_is_refused()
    {
        using Parameter table = Table(sparse: true), h = Values.RandomParameter(new Shape(1, Width), 2);
        using var tape = new Tape();
        tape.BeginTraining(0);
        Assert.Equal(
            "test [40, 5] is sparse: only rows that are gathered can have a gradient.",
            Assert.Throws<InvalidOperationException>(() => FullSoftmaxCrossEntropy.Apply(tape, h, table, [0], 1)).Message);
    }

    private static int[] Gathered(int t) => [t % Rows, 7 * t % Rows, t % Rows, Rows - 1, 0];

    private static Parameter Table(bool sparse)
    {
        Parameter table = Values.RandomParameter(new Shape(Rows, Width), 1);
        table.Sparse = sparse;
        return table;
    }

    // The loss Σ slopes·rows.
    private static float[] Step(Tape tape, Adam adam, Parameter table, int[] gathered, int t)
    {
        float[] slopes = Values.Uniform(gathered.Length * Width, (ulong)t + 10);
        tape.BeginTraining((uint)t);
        WeightedSum.Apply(tape, GatherRows.Apply(tape, table, gathered), slopes);
        tape.Backward();
        adam.Step();
        return slopes;
    }
}
