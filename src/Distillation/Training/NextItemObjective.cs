using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models;

namespace OnDeviceRec.Distillation.Training;

/// <summary>Cross entropy of the full-catalogue softmax with the true next item: a teacher, or a student on its own.</summary>
/// <param name="model">The model.</param>
/// <param name="dropout">The dropout rate.</param>
public sealed class NextItemObjective(SequenceModel model, float dropout) : IObjective
{
    /// <inheritdoc/>
    public SequenceModel Model => model;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => model.Parameters;

    /// <inheritdoc/>
    public void AddLosses(Tape tape, RaggedBatch batch)
    {
        Variable table = model.Table.Matrix(tape);
        CatalogueCrossEntropy.Apply(tape, model.Encode(tape, table, batch, dropout), table, batch.Targets.Span, 1);
    }
}
