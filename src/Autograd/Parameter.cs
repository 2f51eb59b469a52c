using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>A value that training changes. Its gradient is kept between steps and zeroed by the optimiser.</summary>
public sealed class Parameter : Variable, IDisposable
{
    /// <summary>A parameter of zeros.</summary>
    /// <param name="name">Its name, unique within a model.</param>
    /// <param name="shape">Its sizes.</param>
    public Parameter(string name, Shape shape)
    {
        Name = name;
        Value = new Tensor(shape);
        Gradient = new Tensor(shape);
        NeedsGradient = true;
    }

    /// <summary>The name, unique within a model.</summary>
    public string Name { get; }

    /// <summary>Whether training changes it; a frozen one gets no gradient.</summary>
    public bool Frozen
    {
        get => !NeedsGradient;
        set => NeedsGradient = !value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Value.Dispose();
        Gradient!.Dispose();
    }
}
