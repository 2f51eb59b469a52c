using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Models.Onnx;

/// <summary>
/// The item table E [V, d] in a graph (docs/method.md §2): of a dense table its numbers, of the others the product of their factors. That
/// is made of constants alone, so that a runtime makes it once, when it opens the graph.
/// </summary>
internal sealed class TableGraph(ModelFile file, OnnxGraph graph, GraphWeights weights)
{
    private const int BitsOfByte = 8;

    private readonly int items = file.Configuration.Items;
    private readonly int width = file.Configuration.Encoder.Width;

    /// <summary>The table's value.</summary>
    /// <exception cref="ArgumentException">There is no graph for this family.</exception>
    public string Build() => file.Configuration.Table switch
    {
        DenseShape => weights.Matrix(TensorRole.ItemTable),
        PlainTrainShape train => OfTrain(train),
        BinaryCodesShape codes => OfCodes(codes.Bits),
        TableShape other => throw new ArgumentException($"Models: no graph is made of {other.GetType().Name}."),
    };

    /// <summary>Bytes of a table of codes: those of an item fill whole bytes.</summary>
    public static long CodeBytes(int items, int bits) => items * BytesOfItem(bits);

    // G_1·G_2···G_N, then the grid's coordinates before the columns, and these in the table's order.
    private string OfTrain(PlainTrainShape train)
    {
        int last = train.Cores - 1, t = train.Block;
        string product = Core(0, 1, (long)train.Rows[0] * train.Columns[0], train.Ranks[1]);
        for (int k = 1; k <= last; k++)
        {
            long cells = (long)train.Rows[k] * train.Columns[k];
            string core = Core(k, train.Ranks[k], cells * train.Ranks[k + 1]);
            product = graph.Reshape(graph.Apply("MatMul", product, core), -1, train.Ranks[k + 1]);
        }

        // I_1, J_1/t, t, I_2, J_2, .., I_N, J_N to I_1, .., I_N, J_1/t, J_2, .., J_N, t.
        List<long> axes = [train.Rows[0], train.Columns[0] / t, t];
        List<int> grid = [0], columns = [1];
        for (int k = 1; k <= last; k++)
        {
            grid.Add(axes.Count);
            columns.Add(axes.Count + 1);
            axes.AddRange([train.Rows[k], train.Columns[k]]);
        }

        int[] order = [.. grid, .. columns, 2];
        string table = graph.Reshape(graph.Transpose(graph.Reshape(product, [.. axes]), order), -1, width);
        return graph.Apply("Slice", table, graph.List(0), graph.List(items), graph.List(0));

        string Core(int k, params long[] sizes) => weights.Tensor(TensorRole.Core, k, sizes);
    }

    // Bit k mod 8 of byte k/8 of an item is 1 for +1 and 0 for −1; the codes times the projection, which the file has as [d, bits].
    private string OfCodes(int bits)
    {
        string packed = graph.Bytes(GraphWeights.NameOf(TensorRole.Core, 1), [items, BytesOfItem(bits), 1], Pack(bits));
        string places = graph.Bytes("places", [BitsOfByte], [.. Enumerable.Range(0, BitsOfByte).Select(place => (byte)place)]);
        string shifted = graph.Apply("BitShift", [packed, places], OnnxAttribute.Of("direction", "RIGHT"));
        string ones = graph.Real(graph.Apply("Mod", shifted, graph.Bytes("two", [], [2])));
        string signs = graph.Apply("Sub", graph.Apply("Mul", ones, graph.Float(2)), graph.Float(1));
        string codes = graph.Apply("Slice", graph.Reshape(signs, items, -1), graph.List(0), graph.List(bits), graph.List(1));
        return graph.Linear(codes, weights.Tensor(TensorRole.Core, 0, [width, bits]));
    }

    private byte[] Pack(int bits)
    {
        PackedMatrix codes = file.Matrix(TensorRole.Core, 1);
        long stride = BytesOfItem(bits);
        byte[] packed = new byte[CodeBytes(items, bits)];
        float[] code = new float[bits];
        for (int item = 0; item < items; item++)
        {
            codes.ReadRow(item, code);
            for (int k = 0; k < bits; k++)
                if (code[k] > 0) packed[(item * stride) + (k / BitsOfByte)] |= (byte)(1 << (k % BitsOfByte));
        }

        return packed;
    }

    private static long BytesOfItem(int bits) => (bits + BitsOfByte - 1) / BitsOfByte;
}
