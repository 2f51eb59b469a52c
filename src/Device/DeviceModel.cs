using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Device.Transformer;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>
/// A recommender read from a model file. Immutable: threads share one, each with histories of its own. After a history's first
/// recommendation neither appending to it nor recommending for it allocates anything.
/// </summary>
public sealed class DeviceModel
{
    internal readonly ItemTable Table;

    private readonly Encoder encoder;

    /// <summary>A model out of a file that has been read.</summary>
    /// <param name="file">The file.</param>
    public DeviceModel(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        (Configuration, Ids) = (file.Configuration, file.Ids);
        Table = file.Configuration.Table.Open(file);
        encoder = new Encoder(file, Table);
    }

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The catalog's own ids, if the file has them; everything else here counts items 1..V.</summary>
    public CatalogIds? Ids { get; }

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
        Span<float> scratch = Prepare(history);
        if (!filter.IsEmpty) history.Mask.Set(filter, history.Rows);
        var selector = new TopKSelector(items, scores);
        var mixture = new Mixture(history.State.Copies);
        for (int first = 0; first < Configuration.Items; first += Table.BlockItems)
        {
            Span<float> block = history.Scores.Span[..Math.Min(Table.BlockItems, Configuration.Items - first)];
            Table.ScoreBlock(first, block, scratch);
            mixture.Add(block, first);
            if (!filter.IsEmpty)
            {
                Check(block, first);
                history.Mask.Apply(first, block);
            }

            if (!selector.Offer(block, first) && filter.IsEmpty) Check(block, first);
        }

        if (mixture.Copies > 0) selector.Shift(mixture.Shift);
        for (int i = 0; i < mixture.Copies; i++)
        {
            (int row, float score) = mixture.Copied(i);
            if (filter.IsEmpty || !history.Mask.Holds(row)) selector.Raise(row, score);
        }

        int count = selector.Finish();
        int bad = Finite.FirstBad(scores[..count]);
        if (bad >= 0) throw NonFiniteScoreException.Of(items[bad], scores[bad]);
        foreach (ref int item in items[..count]) item++;
        return count;
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
        Span<float> scratch = Prepare(history);
        var mixture = new Mixture(history.State.Copies);
        for (int first = 0; first < scores.Length; first += Table.BlockItems)
        {
            Span<float> block = scores.Slice(first, Math.Min(Table.BlockItems, scores.Length - first));
            Table.ScoreBlock(first, block, scratch);
            Check(block, first);
            mixture.Add(block, first);
        }

        if (mixture.Copies == 0) return;
        double shift = mixture.Shift;
        foreach (ref float score in scores) score = (float)Math.Max(score + shift, float.MinValue);
        for (int i = 0; i < mixture.Copies; i++)
        {
            (int row, float score) = mixture.Copied(i);
            scores[row] = score;
        }

        Check(scores, 0);
    }

    private static void Check(ReadOnlySpan<float> scores, int first)
    {
        int bad = Finite.FirstBad(scores);
        if (bad >= 0) throw NonFiniteScoreException.Of(first + bad, scores[bad]);
    }

    // Encodes the history and gets the table ready to score it.
    private Span<float> Prepare(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Model != this) throw new ArgumentException("The history belongs to another model.", nameof(history));
        if (history.Count == 0) throw new InvalidOperationException("The history is empty: append an item first.");
        Span<float> scratch = history.TableScratch.Span;
        Table.Prepare(encoder.Encode(history), scratch);
        return scratch;
    }
}
