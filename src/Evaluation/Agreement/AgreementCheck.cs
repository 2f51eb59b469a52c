using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Reference;

namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>
/// Whether trainer and device agree: for every example the device's 20 best, items appended one by one, against (a) the ranking of all V
/// items by scores in double, docs/method.md §1 and §6 with the rebuilt table of the same weights, (b) a fresh history given the whole
/// window at once, (c) the same on 8 threads that share the model, (d) the list that is asked for without scores.
/// </summary>
public static class AgreementCheck
{
    /// <summary>How many threads share the model in (c).</summary>
    public const int ConcurrentThreads = 8;

    // Prefixes that are scored together: a tile of the table is read once for all of them.
    private const int BlockExamples = 32;

    /// <summary>Checks a model file. The result does not depend on the number of threads.</summary>
    /// <param name="file">The model.</param>
    /// <param name="sequences">The sequences to predict.</param>
    /// <param name="minPrefix">Shortest prefix that makes an example, at least 1.</param>
    /// <param name="threads">How many threads rank in double, at least 1.</param>
    /// <param name="progress">Hears of each stage.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <exception cref="ArgumentException">There is no example, a row is not below V, or the table is too large to be rebuilt.</exception>
    /// <exception cref="NonFiniteScoreException">The device meets a score that is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The check was stopped.</exception>
    public static AgreementResult Run(
        ModelFile file,
        Sequences sequences,
        int minPrefix,
        int threads,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var device = new DeviceModel(file);
        return Run(
            () => new DeviceRanker(device), new ReferenceModel(file), new Examples(sequences, minPrefix), threads, progress, cancellation);
    }

    /// <summary>The same for any ranker in the device's place.</summary>
    internal static AgreementResult Run(
        Func<IScoredRanker> device,
        ReferenceModel reference,
        Examples examples,
        int threads,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (examples.Count == 0) throw new ArgumentException("Agreement: the sequences give no example.", nameof(examples));
        foreach (int row in examples.Sequences.Items.Span)
        {
            if (row >= reference.Items)
                throw new ArgumentException($"Agreement: row {row} of a catalog of {reference.Items} items.", nameof(examples));
        }

        ScoredLists lists = ListsOn(1), shared = ListsOn(ConcurrentThreads);
        var tally = new AgreementTally(examples);
        int[] starts =
        [
            .. Enumerable.Range(0, (examples.Count + BlockExamples - 1) / BlockExamples).Select(block => block * BlockExamples),
            examples.Count,
        ];
        PieceQueue.Run(starts, threads, Compare, progress?.Begin("ranking in double"), cancellation);
        return tally.Result(lists.CountDifferent(shared));

        ScoredLists ListsOn(int count) => ScoredLists.Make(
            device,
            examples,
            reference.Items,
            count,
            progress?.Begin($"the device's lists, {count} thread{(count == 1 ? "" : "s")}"),
            cancellation);

        void Compare(IEnumerable<int> blocks)
        {
            var copying = new ReferenceCopying?[BlockExamples];
            double[] h = new double[BlockExamples * reference.Width], scores = new double[checked(BlockExamples * reference.Items)];
            int[] freshRows = new int[RankedList.Length(reference.Items)];
            float[] freshScores = new float[freshRows.Length];
            foreach (int block in blocks)
            {
                (int first, int count) = (starts[block], starts[block + 1] - starts[block]);
                for (int i = 0; i < count; i++)
                {
                    copying[i] = reference.Encode(
                        examples.Prefix(first + i, reference.MaxLength), h.AsSpan(i * reference.Width, reference.Width));
                }

                reference.Score(h.AsSpan(0, count * reference.Width), scores);
                for (int i = 0; i < count; i++)
                {
                    int example = first + i;
                    Span<double> exact = scores.AsSpan(i * reference.Items, reference.Items);
                    copying[i]?.Apply(examples.Prefix(example, reference.MaxLength), exact);
                    ReadOnlySpan<int> rows = lists.Rows(example);
                    ReadOnlySpan<float> own = lists.Scores(example);
                    IScoredRanker fresh = device();
                    foreach (int row in examples.Prefix(example, reference.MaxLength)) fresh.Append(row);
                    RankedList.Check(fresh, examples[example], fresh.Top(freshRows, freshScores), freshRows, reference.Items);
                    bool isSame = rows.SequenceEqual(freshRows) && own.SequenceEqual(freshScores);
                    double? difference = isSame ? null : ListDifference.Largest(rows, own, freshRows, freshScores);
                    RankedList.Check(fresh, examples[example], fresh.Top(freshRows), freshRows, reference.Items);
                    tally.Add(example, ListComparison.Of(rows, own, exact), difference, rows.SequenceEqual(freshRows));
                }
            }
        }
    }
}
