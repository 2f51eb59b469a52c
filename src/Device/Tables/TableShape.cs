using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Tables;

/// <summary>
/// How an item table E [V, d] is held: a family of tables and its sizes. All that the device knows of a family stands in its one class: its
/// words in the file's configuration, its tensors, and how it scores (docs/method.md §2).
/// </summary>
public abstract class TableShape
{
    private protected TableShape()
    {
    }

    /// <summary>The code of the family in a file.</summary>
    internal abstract int Code { get; }

    /// <summary>How many tensors the table is.</summary>
    internal abstract int Tensors { get; }

    /// <summary>What they are in a file.</summary>
    internal virtual TensorRole Role => TensorRole.Core;

    /// <summary>The table of the family that a file's code names; an ArgumentException if its words make none.</summary>
    internal static TableShape Read(int code, TableWords words) => code switch
    {
        0 => DenseShape.Instance,
        1 => PlainTrainShape.Read(words),
        2 => BinaryCodesShape.Read(words),
        _ => throw new ArgumentException($"no item table has the code {code}."),
    };

    /// <summary>Writes the family's words of the configuration.</summary>
    internal abstract void Write(TableWords words, int items, int width);

    /// <summary>An ArgumentException unless the table is of this width and has room for so many items.</summary>
    internal abstract void Check(int items, int width);

    /// <summary>The shape of a tensor as the file holds it.</summary>
    internal abstract MatrixShape Matrix(int tensor, int items, int width);

    /// <summary>What the numbers of a tensor are.</summary>
    internal virtual ElementType Element(int tensor, Precision precision) => (ElementType)precision;

    /// <summary>Gets the table of a file ready to score.</summary>
    internal abstract ItemTable Open(ModelFile file);
}
