using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>Which table a student is to have: a compression, for which a shape is searched, or the shape itself.</summary>
public sealed record TableRequest
{
    /// <summary>V·d of the teacher over the student's numbers of 32 bits; a bit of a binary code is a 32nd of one.</summary>
    public required double Compression { get; init; }

    /// <summary>Whether the search is among binary codes or among tensor trains.</summary>
    public bool BinaryCodes { get; init; }

    /// <summary>The shape, as <see cref="TableShapeText"/> writes it, or null to search for one.</summary>
    public string? Shape { get; init; }

    /// <summary>The student of a teacher.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <exception cref="InputException">There is no such table.</exception>
    public ModelConfiguration StudentOf(ModelConfiguration teacher)
    {
        try
        {
            ModelConfiguration student = Shape is not null ? TableShapeText.Read(Shape, teacher)
                : BinaryCodes ? TableShapeSearch.BinaryCodes(teacher, Compression)
                : TableShapeSearch.TensorTrain(teacher, Compression);
            EncoderSizes e = student.Encoder;
            return e.Width % e.Heads == 0
                ? student
                : throw new UsageException(
                    $"--heads {e.Heads} does not divide the width {e.Width} of the student; take a divisor of it, "
                    + "or a --shape of another width.");
        }
        catch (UnreachableCompressionException e)
        {
            throw new InputException($"--compression {Compression}: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"--shape {Shape}: {e.Message}", e);
        }
    }
}
