using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Models.Tables;

/// <summary>What a table's shape is called and comes to: a new family of tables has a line in each.</summary>
public static class TableShapes
{
    private const int BitsOfWord = 32;

    extension(TableShape table)
    {
        /// <summary>
        /// For example <c>dense</c>, <c>binary codes of 64 bits</c> or, the semi-tensor train's sizes,
        /// <c>I (169, 241), J (16, 8), R (60), t 2</c>.
        /// </summary>
        public string Text => table switch
        {
            DenseShape => "dense",
            BinaryCodesShape codes => $"binary codes of {codes.Bits} bits",
            _ => TextOf((PlainTrainShape)table),
        };

        /// <summary>Numbers of the table.</summary>
        /// <param name="items">V.</param>
        /// <param name="width">d.</param>
        public long Parameters(int items, int width) => table switch
        {
            DenseShape => (long)items * width,
            BinaryCodesShape codes => (long)codes.Bits * (width + (long)items),
            _ => NumbersOf((PlainTrainShape)table),
        };

        /// <summary>The same as many numbers of 32 bits as take their room: a bit of a binary code is a 32nd of one.</summary>
        /// <param name="items">V.</param>
        /// <param name="width">d.</param>
        public double Words(int items, int width) => table is BinaryCodesShape codes
            ? codes.Bits * (width + ((double)items / BitsOfWord))
            : table.Parameters(items, width);
    }

    // Σ R_k I_k J_k R_{k+1}.
    private static long NumbersOf(PlainTrainShape train)
    {
        long numbers = 0;
        for (int k = 0; k < train.Cores; k++)
            numbers += (long)train.Ranks[k] * train.Rows[k] * train.Columns[k] * train.Ranks[k + 1];
        return numbers;
    }

    private static string TextOf(PlainTrainShape train)
    {
        (int[] columns, int[] ranks) = TensorTrainItemTable.SizesOf(train);
        return $"I ({List(train.Rows.ToArray())}), J ({List(columns)}), R ({List(ranks)}), t {train.Block}";
    }

    private static string List(int[] numbers) => string.Join(", ", numbers);
}
