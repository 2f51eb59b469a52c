using System.Text.Json.Nodes;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Jobs;

/// <summary>A student that a compression allows, of the verb <c>shapes</c>.</summary>
/// <param name="Student">The student, with the paper's encoder in proportion to its width.</param>
/// <param name="TableCompression">V·d of the teacher over the student's numbers of 32 bits.</param>
public sealed record ShapeRow(ModelConfiguration Student, double TableCompression)
{
    /// <summary>The precisions whose file sizes are listed.</summary>
    public static IReadOnlyList<Precision> Precisions { get; } = [Precision.Fp32, Precision.Int8, Precision.Int4];

    /// <summary>MACs an item when the catalog is scored.</summary>
    public double MacsPerItem => TableShapeSearch.MacsPerItem(Student);

    /// <summary>Bytes of the student's whole file.</summary>
    /// <param name="precision">How its matrices are stored.</param>
    public long FileBytes(Precision precision) => ModelFile.FileBytes(Student with { Precision = precision });

    /// <summary>The row as one object.</summary>
    public JsonObject ToJson() => new()
    {
        ["shape"] = Student.Table.Text,
        ["width"] = Student.Encoder.Width,
        ["parameters"] = Student.TableParameters,
        ["tableCompression"] = TableCompression,
        ["macsPerItem"] = MacsPerItem,
        ["fp32Bytes"] = FileBytes(Precision.Fp32),
        ["int8Bytes"] = FileBytes(Precision.Int8),
        ["int4Bytes"] = FileBytes(Precision.Int4),
    };
}
