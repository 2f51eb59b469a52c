using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>Which table a student is to have: a file size or a compression, for which a shape is searched, or the shape itself.</summary>
public sealed record TableRequest
{
    // As many times smaller a catalog of tens of thousands of items bears.
    private const string DefaultSize = "60x";

    /// <summary>V·d of the teacher over the student's numbers of 32 bits; a bit of a binary code is a 32nd of one.</summary>
    public required double Compression { get; init; }

    /// <summary>Whether the search is among binary codes or among tensor trains.</summary>
    public bool BinaryCodes { get; init; }

    /// <summary>
    /// The size of the student's int4 file with binary codes (<see cref="ModelSize"/>), or null to take the compression.
    /// <see cref="ModelSize.Auto"/> is a table that keeps the teacher's accuracy: binary codes of a file 60 times smaller or of 64 bits and
    /// more, or a train of the compression or less.
    /// </summary>
    public string? Size { get; init; }

    /// <summary>The shape, as <see cref="TableShapeText"/> writes it, or null to search for one.</summary>
    public string? Shape { get; init; }

    /// <summary>The same kind of table by its compression, whatever was asked before.</summary>
    /// <param name="compression">The compression.</param>
    public TableRequest OfCompression(double compression) => this with { Compression = compression, Size = null, Shape = null };

    /// <summary>The student of a teacher.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <exception cref="InputException">There is no such table.</exception>
    public ModelConfiguration StudentOf(ModelConfiguration teacher)
    {
        try
        {
            ModelConfiguration student = Shape is not null ? TableShapeText.Read(Shape, teacher)
                : Size == ModelSize.Auto ? OfQuality(teacher)
                : Size is not null ? TableShapeSearch.OfFile(teacher, ModelSize.Bytes(Size, teacher))
                : BinaryCodes ? TableShapeSearch.BinaryCodes(teacher, Compression)
                : TableShapeSearch.TensorTrain(teacher, Compression);
            EncoderSizes e = student.Encoder;
            return e.Width % e.Heads == 0
                ? student
                : throw new UsageException(
                    $"--heads {e.Heads} does not divide the width {e.Width} of the student; take a divisor of it, "
                    + "or a --shape of another width.");
        }
        catch (ArgumentException e)
        {
            string asked = Shape is not null ? $"--shape {Shape}" : Size is not null ? $"--size {Size}" : $"--compression {Compression}";
            throw new InputException($"{asked}: {e.Message}", e);
        }
    }

    private ModelConfiguration OfQuality(ModelConfiguration teacher) => BinaryCodes
        ? TableShapeSearch.OfEnoughBits(teacher, ModelSize.Bytes(DefaultSize, teacher))
        : TableShapeSearch.OfEnoughNumbers(teacher, Compression);
}
