using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Device.Transformer;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>
/// A recommender read from a model file. Immutable: threads share one, each with histories of its own. After a history's first
/// recommendation on a thread neither appending to it nor recommending for it allocates anything there, unless a list without scores is
/// longer than any before.
/// </summary>
public sealed class DeviceModel
{
    internal readonly ItemTable Table;

    // Of a list for which the scores of all items have to be known.
    private const int Undecided = -1;

    private readonly Encoder encoder;

    /// <summary>A model out of a file that has been read.</summary>
    /// <param name="file">The file.</param>
    public DeviceModel(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        (Configuration, Items) = (file.Configuration, file.Ids ?? new CatalogIds(file.Configuration.Items));
        Table = file.Configuration.Table.Open(file);
        encoder = new Encoder(file);
    }

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The catalog's ids of its items, which everything else here counts 1..V.</summary>
    public CatalogIds Items { get; }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ModelFormatException">It is no model file; the message starts with the path.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DeviceModel Load(string path) => new(ModelFile.Read(path));

    /// <summary>Reads a model file from a stream that ends where the file ends.</summary>
    /// <param name="stream">The stream, read from where it stands.</param>
    /// <exception cref="ModelFormatException">It holds no model file.</exception>
    public static DeviceModel Load(Stream stream) => new(ModelFile.Read(stream));

    /// <summary>Reads a model file from memory; the bytes are copied.</summary>
    /// <param name="bytes">The whole file and nothing more.</param>
    /// <exception cref="ModelFormatException">It is no model file.</exception>
    public static DeviceModel Load(ReadOnlySpan<byte> bytes) => new(ModelFile.Parse(bytes));

    /// <summary>
    /// The items with the highest scores of the whole catalog, best first, equal scores by lower id: h·E[v], or ln P(v) where the model
    /// copies (the last place may go to a higher id where rounding alone makes two of these equal).
    /// </summary>
    /// <param name="history">A history of this model, not empty.</param>
    /// <param name="items">[K], receives ids 1..V.</param>
    /// <param name="scores">[K], receives their scores.</param>
    /// <param name="filter">Which items the list may hold; all of them if it is left out.</param>
    /// <returns>How many entries were written: K, or as many items as may be listed.</returns>
    /// <exception cref="ArgumentException">The history is another model's, the spans' lengths differ, or the filter speaks of items that
    /// the model does not have.</exception>
    /// <exception cref="InvalidOperationException">The history is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public int Recommend(History history, Span<int> items, Span<float> scores, RecommendationFilter filter = default)
    {
        if (items.Length != scores.Length)
            throw new ArgumentException($"Recommend: room for {items.Length} items and {scores.Length} scores.");
        Span<float> scratch = Prepare(history, filter, out ItemMask? leftOut);
        int count = history.State.Copies is null ? Scan(history, items, scores, leftOut, scratch) : Undecided;
        return Numbered(items, count == Undecided ? All(history, items, scores, leftOut, scratch) : count);
    }

    /// <summary>The best of the whole catalog as an array of their own; the other forms allocate nothing.</summary>
    /// <param name="history">A history of this model, not empty.</param>
    /// <param name="count">K, at least 0.</param>
    /// <returns>K items, or V if that is less, best first.</returns>
    /// <exception cref="ArgumentException">The history is another model's, or K is below 0.</exception>
    /// <exception cref="InvalidOperationException">The history is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public Recommendation[] Recommend(History history, int count) => Recommend(history, count, default);

    /// <summary>The best of the items that a filter lets through.</summary>
    /// <param name="history">A history of this model, not empty.</param>
    /// <param name="count">K, at least 0.</param>
    /// <param name="filter">Which items the list may hold.</param>
    /// <returns>K items, or as many as may be listed, best first.</returns>
    /// <exception cref="ArgumentException">The history is another model's, K is below 0, or the filter speaks of items that the model
    /// does not have.</exception>
    /// <exception cref="InvalidOperationException">The history is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public Recommendation[] Recommend(History history, int count, RecommendationFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] items = new int[Math.Min(count, Configuration.Items)];
        float[] scores = new float[items.Length];
        var list = new Recommendation[Recommend(history, items, scores, filter)];
        for (int i = 0; i < list.Length; i++) list[i] = new Recommendation(items[i], scores[i]);
        return list;
    }

    /// <summary>The list without its scores, of the whole catalog.</summary>
    /// <param name="history">A history of this model, not empty.</param>
    /// <param name="items">[K], receives ids 1..V.</param>
    /// <returns>How many entries were written: K, or V if that is less.</returns>
    /// <exception cref="ArgumentException">The history is another model's.</exception>
    /// <exception cref="InvalidOperationException">The history is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public int Recommend(History history, Span<int> items) => Recommend(history, items, default(RecommendationFilter));

    /// <summary>
    /// The same list without its scores. Where the table is binary codes of some ten thousand items or more it takes a fraction of the
    /// time: most items are passed over by sums in whole steps, and those of a model that copies need no ln P.
    /// </summary>
    /// <param name="history">A history of this model, not empty.</param>
    /// <param name="items">[K], receives ids 1..V.</param>
    /// <param name="filter">Which items the list may hold.</param>
    /// <returns>How many entries were written: K, or as many items as may be listed.</returns>
    /// <exception cref="ArgumentException">The history is another model's, or the filter speaks of items that the model does not have.
    /// </exception>
    /// <exception cref="InvalidOperationException">The history is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public int Recommend(History history, Span<int> items, RecommendationFilter filter)
    {
        Span<float> scratch = Prepare(history, filter, out ItemMask? leftOut);
        items = items[..Math.Min(items.Length, Configuration.Items)];
        Span<float> scores = history.RoomForList(items.Length);
        int count = history.State.Copies is { } copies
            ? ScanToCopy(history, copies, items, leftOut, scratch)
            : Scan(history, items, scores, leftOut, scratch);
        return Numbered(items, count == Undecided ? All(history, items, scores, leftOut, scratch) : count);
    }

    /// <summary>The scores of all items: h·E[v], or ln P(v) where the model copies.</summary>
    /// <param name="history">A history of this model, not empty.</param>
    /// <param name="scores">[V], receives the score of item v at v − 1.</param>
    /// <exception cref="ArgumentException">The history is another model's, or scores is not of length V.</exception>
    /// <exception cref="InvalidOperationException">The history is empty.</exception>
    /// <exception cref="NonFiniteScoreException">A score is NaN or infinite.</exception>
    public void Score(History history, Span<float> scores)
    {
        if (scores.Length != Configuration.Items)
            throw new ArgumentException($"Score: room for {scores.Length} scores of {Configuration.Items} items.");
        Span<float> scratch = Prepare(history, default, out _);
        var mixture = new Mixture(history.State.Copies);
        for (int first = 0; first < scores.Length; first += Table.BlockItems)
        {
            Span<float> block = scores.Slice(first, Math.Min(Table.BlockItems, scores.Length - first));
            Table.ScoreBlock(first, block, scratch);
            Check(block, first);
            mixture.Add(block, first);
        }

        if (history.State.Copies is not { } copies) return;
        double shift = copies.Shift(mixture.LogTotal);
        foreach (ref float score in scores) score = (float)Math.Max(score + shift, float.MinValue);
        for (int i = 0; i < copies.Count; i++) scores[copies.Rows[i]] = copies.Mixed(i, shift);
        Check(scores, 0);
    }

    /// <summary>
    /// Whether the first of a list stay what they are, and in their order, however scores are rounded: they are far enough apart, or z and
    /// rows order two items that are not copied alike. Items behind the first count as far as roundings may reach.
    /// </summary>
    internal static bool AreOrdered(
        ReadOnlySpan<int> list, int first, ReadOnlySpan<float> scores, ReadOnlySpan<int> rows, ReadOnlySpan<float> z, CopyState copies)
    {
        const double RoundingOfScore = 1.0 / (1 << 23);
        for (int i = 1; i < list.Length; i++)
        {
            if (scores[i - 1] - scores[i] > RoundingOfScore * (Math.Abs(scores[i - 1]) + Math.Abs(scores[i]) + 1))
            {
                if (i >= first) break;
                continue;
            }

            if (copies.Holds(list[i - 1]) || copies.Holds(list[i])) return false;
            int a = rows.BinarySearch(list[i - 1]), b = rows.BinarySearch(list[i]);
            if (a > b || z[a] < z[b]) return false;
        }

        return true;
    }

    // Rows become items.
    private static int Numbered(Span<int> items, int count)
    {
        foreach (ref int item in items[..count]) item++;
        return count;
    }

    // The best, from the scores of all.
    private int All(History history, Span<int> items, Span<float> scores, ItemMask? leftOut, Span<float> scratch)
    {
        var selector = new TopKSelector(items, scores);
        var mixture = new Mixture(history.State.Copies);
        for (int first = 0; first < Configuration.Items; first += Table.BlockItems)
        {
            Span<float> block = history.Scores.Span[..Math.Min(Table.BlockItems, Configuration.Items - first)];
            Table.ScoreBlock(first, block, scratch);
            mixture.Add(block, first);
            if (leftOut is not null)
            {
                Check(block, first);
                leftOut.Apply(first, block);
            }

            if (!selector.Offer(block, first) && leftOut is null) Check(block, first);
        }

        return Finish(selector, history.State.Copies, mixture.LogTotal, leftOut, items, scores);
    }

    // The best, where nothing is copied, from the scores of a few.
    private int Scan(History history, Span<int> items, Span<float> scores, ItemMask? leftOut, Span<float> scratch)
    {
        if (items.Length is 0 or > ItemTable.MostBest) return Undecided;
        Span<int> rows = stackalloc int[ItemTable.MostCandidates];
        Span<float> z = history.Scores.Span;
        int count = Table.Scan(items.Length, leftOut, null, rows, z, [], isClose: false, scratch);
        return count == Undecided ? Undecided : Best(rows[..count], z[..count], null, 0, leftOut, items, scores);
    }

    // The best where something is copied. ln Z is known to lie in a range: what is ordered alike at both its ends is so in between, as of
    // two items the better one changes at one Z at most.
    private int ScanToCopy(History history, CopyState copies, Span<int> items, ItemMask? leftOut, Span<float> scratch)
    {
        // One item more, which all others are behind; those that copied ones may put out of the list are kept too.
        int top = items.Length + 1, room = top + copies.Count;
        if (top > ItemTable.MostBest) return Undecided;
        Span<int> rows = stackalloc int[ItemTable.MostCandidates];
        Span<float> z = history.Scores.Span;
        Span<double> logTotal = stackalloc double[2];
        Span<int> list = stackalloc int[room], other = stackalloc int[room];
        Span<float> scores = stackalloc float[room];
        for (bool isClose = false; ; isClose = true)
        {
            int count = Table.Scan(top, leftOut, copies, rows, z, logTotal, isClose, scratch);
            if (count == Undecided) return Undecided;
            // In list what the end at hand gives, in other what the end before gave.
            int listed = 0, wanted = 0;
            bool isClear = true;
            foreach (double end in logTotal)
            {
                list.CopyTo(other);
                listed = Best(rows[..count], z[..count], copies, end, leftOut, list, scores);
                wanted = Math.Min(listed, items.Length);
                isClear &= AreOrdered(list[..listed], wanted, scores, rows[..count], z, copies);
            }

            if (isClear && list[..wanted].SequenceEqual(other[..wanted]))
            {
                list[..wanted].CopyTo(items);
                return wanted;
            }

            if (isClose) return Undecided;
        }
    }

    private static int Best(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> z, CopyState? copies, double logTotal, ItemMask? leftOut,
        Span<int> items, Span<float> scores)
    {
        var selector = new TopKSelector(items, scores);
        selector.Offer(z, 0);
        foreach (ref int item in items[..Math.Min(items.Length, rows.Length)]) item = rows[item];
        return Finish(selector, copies, logTotal, leftOut, items, scores);
    }

    private static int Finish(
        TopKSelector selector, CopyState? copies, double logTotal, ItemMask? leftOut, Span<int> items, Span<float> scores)
    {
        if (copies is not null)
        {
            double shift = copies.Shift(logTotal);
            selector.Shift(shift);
            for (int i = 0; i < copies.Count; i++)
            {
                float score = copies.Mixed(i, shift);
                if (leftOut?.Holds(copies.Rows[i]) != true) selector.Raise(copies.Rows[i], score);
            }
        }

        int count = selector.Finish();
        int bad = Finite.FirstBad(scores[..count]);
        return bad < 0 ? count : throw NonFiniteScoreException.Of(items[bad], scores[bad]);
    }

    private static void Check(ReadOnlySpan<float> scores, int first)
    {
        int bad = Finite.FirstBad(scores);
        if (bad >= 0) throw NonFiniteScoreException.Of(first + bad, scores[bad]);
    }

    // Encodes the history and gets the table ready to score it, and the rows that the filter leaves out, if there are such.
    private Span<float> Prepare(History history, RecommendationFilter filter, out ItemMask? leftOut)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Model != this) throw new ArgumentException("The history belongs to another model.", nameof(history));
        if (history.Count == 0) throw new InvalidOperationException("The history is empty: append an item first.");
        Span<float> scratch = history.TableScratch.Span;
        Table.Prepare(encoder.Encode(history), scratch);
        leftOut = filter.IsEmpty ? null : history.Mask;
        leftOut?.Set(filter, history.Rows);
        return scratch;
    }
}
