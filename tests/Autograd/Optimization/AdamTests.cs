using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class AdamTests
{
    [Fact]
    public void The_first_step_is_the_rate_against_the_sign_of_the_gradient()
    {
        using Parameter parameter = Values.Parameter(new Shape(4), 1, 2, 3, 4);
        using var adam = new Adam([parameter], new AdamOptions { LearningRate = 0.5f });
        float[] gradient = [1e-3f, -200, 7, 0];
        gradient.CopyTo(parameter.Gradient!.Span);
        adam.Step();
        float[] expected = [0.5f, 2.5f, 2.5f, 4];
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], parameter.Value.Span[i], 1e-5f);
        Assert.Equal(new float[4], parameter.Gradient!.Span.ToArray());
        Assert.Equal(1, adam.StepCount);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Fifty_steps_agree_with_the_twin_in_double(float decay)
    {
        const int Count = 37;
        var options = new AdamOptions { LearningRate = 0.01f, Beta1 = 0.8f, Beta2 = 0.99f, Epsilon = 1e-6f, WeightDecay = decay };
        using Parameter parameter = Values.RandomParameter(new Shape(Count), 1);
        using var adam = new Adam([parameter], options);
        double[] p = Values.ToDouble(parameter.Value.Span), m = new double[Count], v = new double[Count];
        for (int t = 1; t <= 50; t++)
        {
            float factor = 1f / t;
            float[] gradient = Values.Uniform(Count, (ulong)t + 10);
            gradient.CopyTo(parameter.Gradient!.Span);
            adam.Step(factor);
            for (int i = 0; i < Count; i++)
            {
                double g = gradient[i], rate = options.LearningRate * factor;
                m[i] = (options.Beta1 * m[i]) + ((1.0 - options.Beta1) * g);
                v[i] = (options.Beta2 * v[i]) + ((1.0 - options.Beta2) * g * g);
                p[i] -= rate * decay * p[i];
                p[i] -= rate * (m[i] / (1 - Math.Pow(options.Beta1, t)))
                    / (Math.Sqrt(v[i] / (1 - Math.Pow(options.Beta2, t))) + options.Epsilon);
            }
        }

        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(p[i], parameter.Value.Span[i], 1e-5);
            Assert.Equal(m[i], adam.FirstMoments[0].Span[i], 1e-5);
            Assert.Equal(v[i], adam.SecondMoments[0].Span[i], 1e-5);
        }
    }

    [Fact]
    public void Decay_alone_shrinks_by_rate_times_decay()
    {
        using Parameter parameter = Values.Parameter(new Shape(1), 8);
        using var adam = new Adam([parameter], new AdamOptions { LearningRate = 0.5f, WeightDecay = 0.25f });
        adam.Step();
        Assert.Equal(7f, parameter.Value.Span[0]);
    }

    [Fact]
    public void A_frozen_parameter_stays_as_it_is()
    {
        using Parameter frozen = Values.Parameter(new Shape(2), 1, 2), free = Values.Parameter(new Shape(2), 1, 2);
        using var adam = new Adam([frozen, free]);
        frozen.Frozen = true;
        frozen.Gradient!.Span.Fill(1);
        free.Gradient!.Span.Fill(1);
        adam.Step();
        Assert.Equal([1f, 2f], frozen.Value.Span.ToArray());
        Assert.NotEqual([1f, 2f], free.Value.Span.ToArray());
    }

    [Fact]
    public void A_restored_state_goes_on_bit_for_bit()
    {
        using Parameter through = Values.RandomParameter(new Shape(9), 1), resumed = Values.RandomParameter(new Shape(9), 1);
        using var adam = new Adam([through]);
        Steps(adam, through, 0, 5);
        using var first = new Adam([resumed]);
        Steps(first, resumed, 0, 3);
        using var second = new Adam([resumed]) { StepCount = first.StepCount };
        first.FirstMoments[0].Span.CopyTo(second.FirstMoments[0].Span);
        first.SecondMoments[0].Span.CopyTo(second.SecondMoments[0].Span);
        Steps(second, resumed, 3, 5);
        Assert.Equal(through.Value.Span.ToArray(), resumed.Value.Span.ToArray());

        static void Steps(Adam adam, Parameter parameter, int from, int to)
        {
            for (int t = from; t < to; t++)
            {
                Values.Uniform(9, (ulong)t + 1).CopyTo(parameter.Gradient!.Span);
                adam.Step();
            }
        }
    }

    [Fact]
    public void A_skipped_step_counts_and_changes_nothing()
    {
        using var parameter = new Parameter("p", new Shape(2, 3));
        using var sparse = new Parameter("s", new Shape(2, 3)) { Sparse = true };
        using var adam = new Adam([parameter, sparse]);
        parameter.Gradient!.Span.Fill(float.NaN);
        sparse.TouchedRows!.Add([1]);
        sparse.Gradient!.Row(1).Fill(float.PositiveInfinity);
        adam.Skip();
        Assert.Equal(1, adam.StepCount);
        adam.Step();
        foreach (Tensor zeros in (Tensor[])[parameter.Value, sparse.Value, sparse.Gradient!, .. adam.FirstMoments, .. adam.SecondMoments])
            Assert.All(zeros.Span.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_with_their_value()
    {
        Refused("LearningRate is 0", new AdamOptions { LearningRate = 0 });
        Refused("LearningRate is NaN", new AdamOptions { LearningRate = float.NaN });
        Refused("Beta1 is 1", new AdamOptions { Beta1 = 1 });
        Refused("Beta2 is -1", new AdamOptions { Beta2 = -1 });
        Refused("Epsilon is 0", new AdamOptions { Epsilon = 0 });
        Refused("WeightDecay is -1", new AdamOptions { WeightDecay = -1 });

        static void Refused(string part, AdamOptions options) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => new Adam([], options)).Message, StringComparison.Ordinal);
    }
}
