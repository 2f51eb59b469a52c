using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>
/// Compares an operation's value and gradients, in float32, with a twin of its value in double and the twin's
/// central differences (f(x + ε) − f(x − ε)) / 2ε. The loss is Σ w·y with random w, so that every output counts.
/// </summary>
/// <example>
/// <code>
/// GradientReport report = GradientCheck.Run(
///     (tape, x) => Linear.Apply(tape, x[0], x[1]),
///     x => MyLinearInDouble(x[0], x[1]),
///     [new Shape(3, 4), new Shape(2, 4)]);
/// Assert.True(report.Worst &lt; 1e-4);
/// </code>
/// </example>
public static class GradientCheck
{
    private const double Epsilon = 1e-4;

    /// <summary>Checks an operation with a tensor as its result.</summary>
    /// <param name="operation">Computes and records the result from variables of the given shapes.</param>
    /// <param name="twin">The same value in double, row-major.</param>
    /// <param name="shapes">The shapes of the inputs.</param>
    /// <param name="seed">Keys the inputs, uniform in (−1, 1), and the weights of the outputs.</param>
    public static GradientReport Run(
        Func<Tape, Variable[], Variable> operation, Func<double[][], double[]> twin, IReadOnlyList<Shape> shapes, ulong seed = 1)
    {
        return Compare(
            (tape, inputs, weights) =>
            {
                Variable y = operation(tape, inputs);
                WeightedSum.Apply(tape, y, weights(y.Value.Length));
                return y.Value.Span.ToArray();
            },
            twin,
            shapes,
            seed);
    }

    /// <summary>Checks an operation that adds one loss to the tape, with weight 1.</summary>
    /// <param name="operation">Computes the loss, calls <see cref="Tape.AddLoss"/>.</param>
    /// <param name="twin">The same loss in double.</param>
    /// <param name="shapes">The shapes of the inputs.</param>
    /// <param name="seed">Keys the inputs.</param>
    public static GradientReport RunLoss(
        Action<Tape, Variable[]> operation, Func<double[][], double> twin, IReadOnlyList<Shape> shapes, ulong seed = 1)
    {
        return Compare(
            (tape, inputs, _) =>
            {
                operation(tape, inputs);
                return [(float)tape.TotalLoss];
            },
            x => [twin(x)],
            shapes,
            seed);
    }

    private static GradientReport Compare(
        Func<Tape, Variable[], Func<int, float[]>, float[]> operation, Func<double[][], double[]> twin,
        IReadOnlyList<Shape> shapes, ulong seed)
    {
        using var tape = new Tape(seed);
        Parameter[] inputs = [.. shapes.Select((shape, i) => new Parameter($"input {i}", shape))];
        for (int i = 0; i < inputs.Length; i++) new Philox(seed, (uint)i).FillUniform(inputs[i].Value.Span, -1, 1);
        double[] weights = [1];
        tape.BeginTraining(0);
        float[] y = operation(tape, inputs, length =>
        {
            var drawn = new float[length];
            new Philox(seed, uint.MaxValue).FillUniform(drawn, -1, 1);
            weights = Array.ConvertAll(drawn, w => (double)w);
            return drawn;
        });
        tape.Backward();

        double[][] x = [.. inputs.Select(input => Array.ConvertAll(input.Value.Span.ToArray(), v => (double)v))];
        double valueError = Error(y, twin(x));
        double[] gradientErrors = [.. inputs.Select((input, i) => Error(input.Gradient!.Span, CentralDifferences(twin, x, i, weights)))];
        foreach (Parameter input in inputs) input.Dispose();
        return new GradientReport(valueError, gradientErrors);
    }

    private static double[] CentralDifferences(Func<double[][], double[]> twin, double[][] x, int input, double[] weights)
    {
        var gradient = new double[x[input].Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            double at = x[input][i];
            x[input][i] = at + Epsilon;
            double above = Loss();
            x[input][i] = at - Epsilon;
            gradient[i] = (above - Loss()) / (2 * Epsilon);
            x[input][i] = at;
        }

        return gradient;

        double Loss()
        {
            double sum = 0;
            double[] y = twin(x);
            for (int i = 0; i < y.Length; i++) sum += weights[i] * y[i];
            return sum;
        }
    }

    private static double Error(ReadOnlySpan<float> actual, double[] expected)
    {
        if (actual.Length != expected.Length)
            throw new ArgumentException($"GradientCheck: {actual.Length} values, the twin has {expected.Length}.");
        double worst = 0, scale = 1e-6;
        for (int i = 0; i < expected.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }

        return worst / scale;
    }
}
