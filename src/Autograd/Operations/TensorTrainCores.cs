using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The cores that a record keeps between forward and backward.</summary>
internal sealed class TensorTrainCores
{
    private Variable[] cores = [];

    /// <summary>Refuses another number of cores than the train has.</summary>
    public static void CheckCount(TensorTrainShape shape, ReadOnlySpan<Variable> cores, string operation)
    {
        if (cores.Length != shape.Cores) throw new ArgumentException($"{operation}: {cores.Length} cores, the train has {shape.Cores}.");
    }

    /// <summary>Keeps the cores; allocates only for another number of cores than before.</summary>
    public void Keep(ReadOnlySpan<Variable> variables)
    {
        if (cores.Length != variables.Length) cores = new Variable[variables.Length];
        variables.CopyTo(cores);
    }

    /// <summary>The values of the kept cores.</summary>
    public ReadOnlySpan<Tensor> Values(Span<Tensor> room) => Values(cores, room);

    /// <summary>The values of cores.</summary>
    public static ReadOnlySpan<Tensor> Values(ReadOnlySpan<Variable> cores, Span<Tensor> room)
    {
        for (int k = 0; k < cores.Length; k++) room[k] = cores[k].Value;
        return room[..cores.Length];
    }

    /// <summary>The gradients to add to; for a frozen core scratch memory that nobody reads.</summary>
    public ReadOnlySpan<Tensor> Gradients(Tape tape, Span<Tensor> room)
    {
        for (int k = 0; k < cores.Length; k++) room[k] = tape.GradientOf(cores[k]) ?? tape.Arena.RentZeroed(cores[k].Shape);
        return room[..cores.Length];
    }
}
