using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Device.Native;

/// <summary>What using a model takes, found from its sizes alone: a small file may be legal and slow (docs/security.md).</summary>
internal static class ModelCost
{
    // What the copy head keeps of a position: a row, a share in double and a score; and the history's own item.
    private const int CopyBytes = sizeof(int) + sizeof(double) + sizeof(float), ItemBytes = sizeof(int);

    private const int BitsOfByte = 8;

    /// <summary>
    /// Bytes of a history: rows, keys and values of T_max positions, working memory, the scores of a block and a bit an item.
    /// </summary>
    public static long HistoryBytes(DeviceModel model)
    {
        (ModelConfiguration configuration, ItemTable table) = (model.Configuration, model.Table);
        EncoderSizes e = configuration.Encoder;
        bool soft = e.Readout == ReadoutKind.SoftAttention;
        long rows = (2L * e.Layers) + 4 + (soft ? 2 : 0);
        long numbers = (e.MaxLength * ((rows * e.Width) + e.Inner + 1)) + e.Width;
        numbers += table.ScratchLength + Math.Min(table.BlockItems, configuration.Items);
        long copies = configuration.Head == HeadKind.Copy ? CopyBytes : 0;
        return (numbers * sizeof(float)) + (e.MaxLength * (copies + ItemBytes)) + (configuration.Items / BitsOfByte);
    }

    /// <summary>
    /// MACs of the products of a list after T_max items that are all new to the history, the most that a call takes. Norms, softmaxes and
    /// activations are not counted.
    /// </summary>
    public static long ListMacs(ModelConfiguration model) =>
        (model.Encoder.MaxLength * Row(model.Table, model.Encoder.Width)) + Encoder(model.Encoder) + Catalog(model);

    // Keys and values of all positions; then queries, attention to what came before, and the feed-forward. Where the last position alone is
    // read, the last layer does that for it alone.
    private static long Encoder(EncoderSizes e)
    {
        long d = e.Width, length = e.MaxLength, remember = 2 * d * d, run = (2 * d * d) + (2 * d * e.Inner);
        long whole = (length * (remember + run)) + (d * length * (length + 1));
        return e.Readout == ReadoutKind.SoftAttention
            ? (e.Layers * whole) + (length * ((d * d) + (2 * d))) + (d * d)
            : ((e.Layers - 1) * whole) + (length * remember) + run + (2 * d * length);
    }

    private static long Row(TableShape table, long width) => table switch
    {
        DenseShape => 0,
        BinaryCodesShape codes => codes.Bits * width,
        _ => RowOfTrain((PlainTrainShape)table),
    };

    private static long Catalog(ModelConfiguration model) => model.Table switch
    {
        DenseShape => (long)model.Encoder.Width * model.Items,
        BinaryCodesShape codes => (long)codes.Bits * ((long)model.Encoder.Width + model.Items),
        _ => CatalogOfTrain((PlainTrainShape)model.Table, model.Items),
    };

    // Σ_k of core k's slice, once for every column that is done.
    private static long RowOfTrain(PlainTrainShape train)
    {
        long macs = 0, done = train.Columns[0];
        for (int k = 1; k < train.Cores; k++)
        {
            done *= train.Columns[k];
            macs += done * train.Ranks[k] * train.Ranks[k + 1];
        }

        return macs;
    }

    // Σ_k of the state that goes into core k, I_1···I_{k-1} · R_k · J_k···J_N numbers, with each of its I_k · R_{k+1} columns; of the
    // last core for the items alone, of which there may be fewer than cells.
    private static long CatalogOfTrain(PlainTrainShape train, long items)
    {
        long macs = 0, cells = 1, coming = train.Width;
        int last = train.Cores - 1;
        for (int k = 0; k < last; k++)
        {
            macs += cells * train.Ranks[k] * coming * train.Rows[k] * train.Ranks[k + 1];
            cells *= train.Rows[k];
            coming /= train.Columns[k];
        }

        return macs + (items * train.Columns[last] * train.Ranks[last]);
    }
}
