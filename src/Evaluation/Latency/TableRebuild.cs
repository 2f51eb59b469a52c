using OnDeviceRec.Autograd;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>The whole table E [V, d] out of what a file holds of it, in fp32, by the products that training uses.</summary>
public sealed class TableRebuild : IDisposable
{
    private readonly SequenceModel model;
    private readonly Tape tape = new();

    /// <summary>Takes the numbers; the table is built by <see cref="Run"/>.</summary>
    /// <param name="file">The model.</param>
    public TableRebuild(ModelFile file) => model = ModelStore.Load(file);

    /// <summary>[V, d], as it was built last; holds until the next time.</summary>
    public Tensor Table { get; private set; } = null!;

    /// <summary>Builds the table.</summary>
    public void Run()
    {
        tape.BeginInference();
        Table = model.Table.Matrix(tape).Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tape.Dispose();
        model.Dispose();
    }
}
