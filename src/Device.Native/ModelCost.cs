using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Device.Native;

/// <summary>
/// What a model takes when it is used, found from its sizes alone: a small file may be legal and slow (docs/security.md).
/// </summary>
internal static class ModelCost
{
    // What the copy head keeps of a position: a row, a share in double and a score; and the history's own item.
    private const int CopyBytes = sizeof(int) + sizeof(double) + sizeof(float), ItemBytes = sizeof(int);

    private const int MaskBits = 8;

    /// <summary>Bytes of a history: keys and values of T_max positions, working memory, the scores of a block and a bit an item.</summary>
    public static long HistoryBytes(DeviceModel model)
    {
        (ModelConfiguration configuration, ItemTable table) = (model.Configuration, model.Table);
        EncoderSizes e = configuration.Encoder;
        bool soft = e.Readout == ReadoutKind.SoftAttention;
        long rows = (2L * e.Layers) + 3 + (soft ? 2 : 0);
        long numbers = (e.MaxLength * ((rows * e.Width) + e.Inner + 1)) + e.Width;
        numbers += table.ScratchLength + Math.Min(table.BlockItems, configuration.Items);
        long copies = configuration.Head == HeadKind.Copy ? CopyBytes : 0;
        return (numbers * sizeof(float)) + (e.MaxLength * (copies + ItemBytes)) + (configuration.Items / MaskBits);
    }

    /// <summary>Multiply-adds of a list after T_max items that are all new to the history, the most that a call takes.</summary>
    public static long MultiplyAdds(ModelConfiguration model)
    {
        EncoderSizes e = model.Encoder;
        long width = e.Width, soft = e.Readout == ReadoutKind.SoftAttention ? 2 * width * width : 0;
        long layer = (4 * width * width) + (2 * width * e.Inner) + (2 * width * e.MaxLength);
        (long row, long catalog) = model.Table switch
        {
            BinaryCodesShape codes => (codes.Bits * width, (codes.Bits * width) + ((long)codes.Bits * model.Items)),
            PlainTrainShape train => (RowProducts(train), CatalogProducts(train)),
            _ => (0, width * model.Items),
        };
        return (e.MaxLength * (row + (e.Layers * layer) + soft)) + catalog;
    }

    // Σ_k of core k's slice, once for every column that is done.
    private static long RowProducts(PlainTrainShape train)
    {
        long products = 0, done = train.Columns[0];
        for (int k = 1; k < train.Cores; k++)
        {
            done *= train.Columns[k];
            products += done * train.Ranks[k] * train.Ranks[k + 1];
        }

        return products;
    }

    // Σ_k of the state that goes into core k, I_1···I_{k-1} · R_k · J_k···J_N numbers, with each of the core's I_k · R_{k+1} columns.
    private static long CatalogProducts(PlainTrainShape train)
    {
        long products = 0, cells = 1, coming = train.Width;
        for (int k = 0; k < train.Cores; k++)
        {
            products += cells * train.Ranks[k] * coming * train.Rows[k] * train.Ranks[k + 1];
            cells *= train.Rows[k];
            coming /= train.Columns[k];
        }

        return products;
    }
}
