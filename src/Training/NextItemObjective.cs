using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Training;

/// <summary>
/// Cross entropy with the true next item: a teacher, or a student on its own. Of the softmax over the full catalog, or over items drawn
/// for every step (<see cref="SampledItems"/>): then nothing in a step is as large as the table, and of a full table or of binary codes the
/// rows of these items alone are trained.
/// </summary>
public sealed class NextItemObjective : IObjective
{
    private readonly float dropout;
    private readonly NegativeSampler? negatives;
    private readonly KnnPseudoLabels? labels;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dropout">The dropout probability.</param>
    /// <param name="negatives">Draws the negatives; null for the full catalog.</param>
    /// <param name="labels">Labels beside the targets, or null.</param>
    public NextItemObjective(SequenceModel model, float dropout, NegativeSampler? negatives = null, KnnPseudoLabels? labels = null)
    {
        (Model, this.dropout, this.negatives, this.labels) = (model, dropout, negatives, labels);
        if (negatives is not null) model.Table.TrainRowsAlone();
    }

    /// <inheritdoc/>
    public SequenceModel Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => Model.Parameters;

    /// <inheritdoc/>
    public void Prepare() => labels?.Prepare();

    /// <inheritdoc/>
    public LossTerms AddLosses(Tape tape, RaggedBatch batch)
    {
        if (negatives is not null && !tape.Sharing.IsAlone)
            throw new ArgumentException("Training on several ranks: --negatives are drawn on one; leave them out.");
        SparseTargets? near = labels?.Of(batch, tape.Sharing);
        SampledItems? sampled = negatives?.Draw(tape.Seed, tape.Step, batch.Targets.Span, near);
        Model.Table.Fetch(tape.Sharing, batch.Items.Span);
        TableOnTape table = sampled is null ? Model.Table.BeginStep(tape) : TableOnTape.OfRows(tape, Model.Table);
        Encodings encodings = Model.EncodeRows(tape, table.Rows(batch.Items), batch, dropout);
        FullSoftmaxLosses losses = sampled is null
            ? FullSoftmaxCrossEntropy.Apply(
                tape, table.Scores(encodings.H), batch.Targets.Span, 1, copying: encodings.Copying, labels: near)
            : FullSoftmaxCrossEntropy.Apply(tape, table.Scores(encodings.H, sampled.Rows), sampled, 1, copying: encodings.Copying);
        return new LossTerms(losses.CrossEntropy, losses.Labels);
    }
}
