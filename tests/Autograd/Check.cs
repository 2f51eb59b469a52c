using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

/// <summary>Short forms of what most tests of operations do.</summary>
internal static class Check
{
    public static void Gradients(Func<Tape, Variable[], Variable> operation, Func<double[][], double[]> twin, params Shape[] shapes) =>
        GradientsOfSeed(_ => (operation, twin), shapes);

    /// <summary>The same for a twin that has to know the seed of the tape.</summary>
    public static void GradientsOfSeed(
        Func<ulong, (Func<Tape, Variable[], Variable> Operation, Func<double[][], double[]> Twin)> choose, params Shape[] shapes)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            (Func<Tape, Variable[], Variable> operation, Func<double[][], double[]> twin) = choose(seed);
            GradientReport report = GradientCheck.Run(operation, twin, shapes, seed);
            string gradientErrors = string.Join(", ", report.GradientErrors);
            Assert.True(report.Worst < 1e-5, $"seed {seed}: value {report.ValueError}, gradients {gradientErrors}");
        }
    }

    /// <summary>A frozen input gets no gradient, and the others get the same as before.</summary>
    public static void FreezingLeavesTheOthersAlone(Func<Tape, Variable[], Variable> operation, params Shape[] shapes)
    {
        float[][] all = Run(-1);
        for (int frozen = 0; frozen < shapes.Length; frozen++)
        {
            float[][] some = Run(frozen);
            for (int i = 0; i < shapes.Length; i++) Assert.Equal(i == frozen ? new float[all[i].Length] : all[i], some[i]);
        }

        float[][] Run(int frozen)
        {
            using var tape = new Tape();
            Parameter[] inputs = [.. shapes.Select((shape, i) => Values.RandomParameter(shape, (ulong)i + 1))];
            if (frozen >= 0) inputs[frozen].Frozen = true;
            tape.BeginTraining(0);
            Variable y = operation(tape, inputs);
            WeightedSum.Apply(tape, y, Values.Uniform(y.Value.Length, 99));
            tape.Backward();
            return [.. inputs.Select(input => input.Gradient!.Span.ToArray())];
        }
    }

    /// <summary>The call throws an argument error with this part in its message.</summary>
    public static void Refused(string part, Action call) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
}
