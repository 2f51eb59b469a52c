using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>The whole table E [V, d] out of a model's cores, in fp32, by the matrix product that training uses.</summary>
public sealed class TableRebuild : IDisposable
{
    private readonly TensorTrainShape shape;
    private readonly Tensor[] cores;
    private readonly Arena arena = new();

    /// <summary>Takes the cores; the table is built by <see cref="Run"/>.</summary>
    /// <param name="file">A model whose table is a tensor train.</param>
    /// <exception cref="ArgumentException">Its table is dense.</exception>
    public TableRebuild(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Configuration.Train is not { } train) throw new ArgumentException("The model's item table is dense: there is nothing to rebuild.");
        shape = ModelStore.Shape(file.Configuration.Items, train);
        cores = [.. Enumerable.Range(0, shape.Cores).Select(k => new Tensor(shape.CoreShape(k)))];
        for (int k = 0; k < cores.Length; k++) file.CopyTo(TensorRole.Core, k, cores[k].Span);
        Table = new Tensor(new Shape(shape.Items, shape.Width));
    }

    /// <summary>[V, d].</summary>
    public Tensor Table { get; }

    /// <summary>Builds the table.</summary>
    public void Run()
    {
        arena.Reset();
        TensorTrain.Materialize(shape, cores, Table, arena);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor core in cores) core.Dispose();
        Table.Dispose();
        arena.Dispose();
    }
}
