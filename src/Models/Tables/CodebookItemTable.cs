using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Product codes, for comparison: E[v] = [C_1[c_1] … C_m[c_m]] with the item's fixed codes c and m codebooks C_k [K, d/m] that are trained
/// (RecJPQ: Petrov, Macdonald, WSDM 2024). The device has no such family: a model with this table is made by the constructor of
/// <see cref="SequenceModel"/> that takes a table, and its file holds the table dense.
/// </summary>
/// <remarks>
/// Under a logit scale rows keep their lengths, as those of the other compressed tables do (docs/method.md §1.4). So h·E[v] is a sum of m
/// numbers, one a codebook, which a device would compute once for all items.
/// </remarks>
public sealed class CodebookItemTable : IItemTable
{
    private readonly int[] all;

    /// <summary>Makes the codebooks <c>item_embedding.codebooks</c>, so that the table's entries start as a dense table's.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="codes">The codes of all items.</param>
    /// <param name="width">d, a multiple of m.</param>
    /// <exception cref="ArgumentException">The codebooks do not divide the width.</exception>
    public CodebookItemTable(ParameterFactory make, ItemCodes codes, int width)
    {
        if (width % codes.Codebooks != 0)
            throw new ArgumentException($"Models: {codes.Codebooks} codebooks do not divide the width {width}.");
        Codes = codes;
        Codebooks = make.Weight("item_embedding.codebooks", new Shape(codes.Codebooks, codes.Codewords, width / codes.Codebooks));
        all = [.. Enumerable.Range(0, codes.Items)];
    }

    /// <summary>The codes, which training leaves as they are.</summary>
    public ItemCodes Codes { get; }

    /// <summary>The codebooks, [m, K, d/m].</summary>
    public Parameter Codebooks { get; }

    /// <inheritdoc/>
    public int Items => Codes.Items;

    /// <inheritdoc/>
    public int Width => Codes.Codebooks * Codebooks.Columns;

    /// <summary>K·d, the numbers of the codebooks. With <see cref="ItemCodes.Bits"/> that is all a device would have to keep.</summary>
    public int CodebookNumbers => Codebooks.Value.Length;

    /// <inheritdoc/>
    public int ParameterCount => CodebookNumbers + Codes.Values.Length;

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => Rows(tape, all);

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape) => new(tape, Matrix(tape));

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => CodebookRows.Apply(tape, Codebooks, Codes.Values, rows);

    /// <summary>Sets the dense table of these rows.</summary>
    /// <param name="writer">A file of a dense table.</param>
    public void Write(ModelFileWriter writer)
    {
        using var tape = new Tape();
        tape.BeginInference();
        writer.Set(TensorRole.ItemTable, 0, Matrix(tape).Value.Span);
    }

    /// <summary>A file has rows and no codes: it is read as the dense table that it is.</summary>
    /// <param name="file">A file.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Read(ModelFile file) =>
        throw new NotSupportedException("Models: a file has no product codes, it holds the table dense.");
}
