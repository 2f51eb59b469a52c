using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Training;

/// <summary>
/// Cross entropy with the true next item: a teacher, or a student on its own. Of the softmax over the full catalog, or over negatives drawn
/// for every step (<see cref="SampledCrossEntropy"/>): then nothing in a step is as large as the table, and a dense one is trained
/// sparsely.
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
    /// <exception cref="ArgumentException">There are negatives, and the model copies or there are labels: both need the whole
    /// softmax.</exception>
    public NextItemObjective(SequenceModel model, float dropout, NegativeSampler? negatives = null, KnnPseudoLabels? labels = null)
    {
        if (negatives is not null && (model.CopyHead is not null || labels is not null))
        {
            throw new ArgumentException(
                "Training: copying and kNN pseudo-labels need the softmax of the whole catalog; "
                + "take --preset paper with --negatives, or no negatives.");
        }

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
        if (negatives is null)
        {
            Model.Table.Fetch(tape.Sharing, batch.Items.Span);
            TableOnTape table = Model.Table.BeginStep(tape);
            Encodings encodings = Model.EncodeRows(tape, table.Rows(batch.Items), batch, dropout);
            FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(
                tape, table.Scores(encodings.H), batch.Targets.Span, 1, copying: encodings.Copying, labels: labels?.Of(batch, tape.Sharing));
            return new LossTerms(losses.CrossEntropy, losses.Labels);
        }

        if (!tape.Sharing.IsAlone) throw new ArgumentException("Training on several ranks: --negatives are drawn on one; leave them out.");
        SampledCandidates candidates = negatives.Draw(tape.Seed, tape.Step, batch.Targets);
        Variable h = Model.EncodeRows(tape, Model.Table.Rows(tape, batch.Items), batch, dropout).H;
        return new LossTerms(SampledCrossEntropy.Apply(
            tape, h, Model.Table.Rows(tape, batch.Targets), Model.Table.Rows(tape, candidates.Negatives), candidates, 1));
    }
}
