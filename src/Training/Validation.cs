using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Training;

/// <summary>
/// Ranks the validation targets among all V items, a batch at a time, with dropout off. It serves to choose epochs
/// and settings during training; figures that are reported come from the shipped file.
/// </summary>
public sealed class Validation
{
    /// <summary>The share of train sequences, the latest, that is held out unless told otherwise.</summary>
    public const double DefaultShare = 0.1;

    // A row has as many scores as there are items: 64 MB of them at once, and of larger batches products are no faster.
    private const int MaxScores = 1 << 24, MaxBatch = 128;

    private readonly BatchSampler batches;
    private readonly int batchSize;
    private readonly int[] ranks;
    private readonly Sharing sharing;

    /// <summary>A validation over given examples.</summary>
    /// <param name="examples">The examples; at least one.</param>
    /// <param name="items">V.</param>
    /// <param name="maxLength">T_max of the model.</param>
    /// <param name="sharing">The ranks that share the examples; null for one alone.</param>
    public Validation(Examples examples, int items, int maxLength, Sharing? sharing = null)
    {
        this.sharing = sharing ?? Sharing.Alone;
        batchSize = Math.Clamp(MaxScores / items, 1, MaxBatch);
        batches = new BatchSampler(examples, batchSize, maxLength);
        ranks = new int[examples.Count];
    }

    /// <summary>The metrics of the model as it is now.</summary>
    /// <param name="model">The model, whole on every rank.</param>
    /// <exception cref="ArithmeticException">A score is not finite.</exception>
    public ValidationResult Run(SequenceModel model)
    {
        using Tape tape = new(), ofTable = new();
        ofTable.BeginInference();
        Tensor table = model.Table.Matrix(ofTable).Value;
        (int rank, int count) = (sharing.Collectives.Rank, sharing.Collectives.Ranks);
        int[] firsts = [.. Enumerable.Range(0, count + 1).Select(r => Math.Min(ranks.Length, batches.Count * r / count * batchSize))];
        for (int i = batches.Count * rank / count; i < batches.Count * (rank + 1) / count; i++)
        {
            tape.BeginInference();
            RaggedBatch batch = batches.Read(i);
            Tensor scores = tape.Arena.Rent(new Shape(batch.Count, table.Rows));
            Encodings encodings = model.Encode(tape, tape.Constant(table), batch);
            MatrixProduct.Multiply(encodings.H.Value, table, scores, transposeB: true);
            if (encodings.Copying is { } copying) MixtureScores.Apply(scores, copying, tape.Arena);
            TargetRanks.Compute(scores, batch.Targets, ranks.AsMemory(i * batchSize, batch.Count));
        }

        sharing.Collectives.AllGather(ranks.AsSpan(), firsts);
        Metrics metrics = Metrics.OfRanks(ranks);
        return new ValidationResult(metrics["HR@20"], metrics["MRR@20"], metrics["NDCG@10"]);
    }
}
