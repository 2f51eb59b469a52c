using OnDeviceRec.Autograd;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models;

/// <summary>
/// Makes a model's parameters with their start values: weights uniform in (−0.1, 0.1), gains 1, biases 0. The draws
/// depend on the seed and on the order of the calls alone.
/// </summary>
/// <param name="seed">Keys the draws.</param>
public sealed class ParameterFactory(ulong seed)
{
    /// <summary>The bound of the uniform start of weights.</summary>
    public const float WeightBound = 0.1f;

    // Keeps these draws apart from the dropout's, whose steps count from 0.
    private const uint InitializationStep = uint.MaxValue;

    private readonly List<Parameter> parameters = [];

    /// <summary>The seed of the draws.</summary>
    public ulong Seed => seed;

    /// <summary>What has been made so far, in order.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>A weight, uniform in (−0.1, 0.1).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="hasItems">Whether its rows are the items of the catalog.</param>
    public Parameter Weight(string name, Shape shape, bool hasItems = false) => Uniform(name, shape, -WeightBound, hasItems);

    /// <summary>A weight that starts above zero, uniform in (0, 0.1).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes.</param>
    public Parameter PositiveWeight(string name, Shape shape) => Uniform(name, shape, 0);

    /// <summary>A bias, zero.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="hasItems">Whether its rows are the items of the catalog.</param>
    public Parameter Bias(string name, Shape shape, bool hasItems = false)
    {
        var parameter = new Parameter(name, shape) { HasItems = hasItems };
        parameters.Add(parameter);
        return parameter;
    }

    /// <summary>A gain, one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes.</param>
    public Parameter Gain(string name, Shape shape)
    {
        Parameter parameter = Bias(name, shape);
        parameter.Value.Span.Fill(1);
        return parameter;
    }

    private Parameter Uniform(string name, Shape shape, float from, bool hasItems = false)
    {
        Parameter parameter = Bias(name, shape, hasItems);
        new Philox(seed, InitializationStep, (uint)parameters.Count).FillUniform(parameter.Value.Span, from, WeightBound);
        return parameter;
    }
}
