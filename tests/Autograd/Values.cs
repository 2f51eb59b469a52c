using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

/// <summary>Inputs of tests.</summary>
internal static class Values
{
    /// <summary>Uniform in (−1, 1).</summary>
    public static float[] Uniform(int count, ulong seed)
    {
        var values = new float[count];
        new Philox(seed).FillUniform(values, -1, 1);
        return values;
    }

    public static Parameter RandomParameter(Shape shape, ulong seed) => Parameter(shape, Uniform(shape.Count, seed));

    public static Parameter Parameter(Shape shape, params float[] values)
    {
        var parameter = new Parameter("test", shape);
        values.CopyTo(parameter.Value.Span);
        return parameter;
    }

    public static double[] ToDouble(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = values[i];
        return result;
    }
}
