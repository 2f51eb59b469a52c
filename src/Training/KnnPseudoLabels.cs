using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Training;

/// <summary>
/// Labels beside the true next item: what sequence-kNN would list of new items, with shares in proportion to the votes. The sequence that
/// an example is a part of has no vote, so that its target is known only from others.
/// </summary>
/// <remarks>
/// Nine examples of an item are not enough to learn its row from one next item each; its neighbors' items say the same many times over.
/// Nothing is allocated after the largest batch.
/// </remarks>
public sealed class KnnPseudoLabels
{
    // Items that votes go to: what follows has little of them.
    private const int LabelsAnExample = 20;

    private const int Pieces = 4;

    private readonly KnnIndex index;
    private readonly Func<KnnOptions> options;
    private readonly float weight;
    private KnnVotes[] votes = [];
    private int[] offsets = [], items = [], firsts = [], firstPlaces = [];
    private float[] shares = [];

    /// <summary>Labels from the votes of train sequences.</summary>
    /// <param name="index">The train sequences, with the numbers that batches name as origins.</param>
    /// <param name="options">Gives the settings of sequence-kNN, which may take long: it is asked once, by <see cref="Prepare"/>.</param>
    /// <param name="weight">The weight of the labels' loss.</param>
    public KnnPseudoLabels(KnnIndex index, Func<KnnOptions> options, float weight) =>
        (this.index, this.options, this.weight) = (index, options, weight);

    /// <summary>Gets ready to label.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public void Prepare()
    {
        KnnOptions settings = options();
        votes = [.. Enumerable.Range(0, Pieces).Select(_ => new KnnVotes(index, settings))];
    }

    /// <summary>The labels of a batch; they hold until the next call.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="sharing">The ranks: each labels some of the sequences.</param>
    /// <exception cref="InvalidOperationException"><see cref="Prepare"/> has not been called.</exception>
    public SparseTargets Of(RaggedBatch batch, Sharing sharing)
    {
        if (votes.Length == 0) throw new InvalidOperationException("KnnPseudoLabels: Prepare has to come first.");
        if (offsets.Length <= batch.Count)
        {
            (offsets, items, shares) =
                (new int[batch.Count + 1], new int[batch.Count * LabelsAnExample], new float[batch.Count * LabelsAnExample]);
        }

        int rank = sharing.Collectives.Rank;
        WorkerPool.Run(Pieces, new Work(this, batch, FirstSequence(batch, sharing, rank), FirstSequence(batch, sharing, rank + 1)));
        if (!sharing.IsAlone) Gather(batch, sharing);
        int end = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            int start = b * LabelsAnExample, count = offsets[b + 1];
            items.AsSpan(start, count).CopyTo(items.AsSpan(end));
            shares.AsSpan(start, count).CopyTo(shares.AsSpan(end));
            offsets[b + 1] = end += count;
        }

        return new SparseTargets(offsets.AsMemory(0, batch.Count + 1), items.AsMemory(0, end), shares.AsMemory(0, end), weight);
    }

    private static int FirstSequence(RaggedBatch batch, Sharing sharing, int rank) => batch.Sequences * rank / sharing.Collectives.Ranks;

    // Makes what every rank has of its sequences' examples known to all.
    private void Gather(RaggedBatch batch, Sharing sharing)
    {
        if (firsts.Length == 0) (firsts, firstPlaces) = (new int[sharing.Collectives.Ranks + 1], new int[sharing.Collectives.Ranks + 1]);
        for (int rank = 0; rank < firsts.Length; rank++)
        {
            firsts[rank] = batch.FirstExamples.Span[FirstSequence(batch, sharing, rank)];
            firstPlaces[rank] = firsts[rank] * LabelsAnExample;
        }

        sharing.Collectives.AllGather(offsets.AsSpan(1, batch.Count), firsts);
        sharing.Collectives.AllGather(items.AsSpan(0, batch.Count * LabelsAnExample), firstPlaces);
        sharing.Collectives.AllGather(shares.AsSpan(0, batch.Count * LabelsAnExample), firstPlaces);
    }

    private void Label(KnnVotes own, RaggedBatch batch, int sequence)
    {
        ReadOnlySpan<int> rows = batch.Items.Span, firsts = batch.FirstExamples.Span, lasts = batch.LastTokens.Span;
        int token = batch.Offsets.Span[sequence];
        own.Begin();
        for (int b = firsts[sequence]; b < firsts[sequence + 1]; b++)
        {
            for (; token <= lasts[b]; token++) own.Append(rows[token]);
            own.Count(batch.Origins.Span[sequence]);
            int start = b * LabelsAnExample;
            offsets[b + 1] = own.Best(items.AsSpan(start, LabelsAnExample), shares.AsSpan(start, LabelsAnExample));
            own.Clear();
        }
    }

    private readonly struct Work(KnnPseudoLabels labels, RaggedBatch batch, int first, int end) : IParallelWork
    {
        public void Run(int piece)
        {
            int from = first + ((end - first) * piece / Pieces), to = first + ((end - first) * (piece + 1) / Pieces);
            for (int sequence = from; sequence < to; sequence++) labels.Label(labels.votes[piece], batch, sequence);
        }
    }
}
