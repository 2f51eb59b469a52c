using OnDeviceRec.Autograd;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Start;

/// <summary>
/// Start values of a student with binary codes from its teacher's: the codes and the projection that are nearest to the teacher's table,
/// and the teacher's encoder and copy head as they are.
/// </summary>
public static class TeacherStart
{
    // The mean magnitude of a bit's latent weights: far enough from zero that a step of Adam does not turn most of them.
    private const float LatentMagnitude = 0.1f;

    /// <summary>
    /// Whether a student can start from a teacher: it has binary codes and the teacher's encoder.
    /// </summary>
    /// <param name="student">The student.</param>
    /// <param name="teacher">The teacher.</param>
    public static bool Fits(SequenceModel student, SequenceModel teacher) =>
        student.Table is BinaryCodesItemTable
        && student.Configuration.Encoder.Equals(teacher.Configuration.Encoder)
        && student.Configuration.Head == teacher.Configuration.Head;

    /// <summary>Gives a student its teacher's values.</summary>
    /// <param name="student">The student.</param>
    /// <param name="teacher">The teacher, of the same catalog.</param>
    /// <param name="seed">Keys the quantization.</param>
    /// <exception cref="ArgumentException">The student cannot start from it (<see cref="Fits"/>).</exception>
    public static void Apply(SequenceModel student, SequenceModel teacher, ulong seed)
    {
        if (!Fits(student, teacher) || student.Table is not BinaryCodesItemTable codes)
            throw new ArgumentException("Distillation: the student cannot start from this teacher; the widths or tables differ.");
        using var tape = new Tape();
        tape.BeginInference();
        SetTable(codes, teacher.Table.Matrix(tape).Value, seed);
        var own = student.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (Parameter parameter in teacher.Parameters.Except(TableOf(teacher)))
            parameter.Value.Span.CopyTo(own[parameter.Name].Value.Span);
    }

    private static IEnumerable<Parameter> TableOf(SequenceModel model) =>
        model.Table is DenseItemTable dense ? [dense.Weight] : throw new ArgumentException("Distillation: a teacher's table is full.");

    // As many bits as the table has directions at a time: first of the table, then of what they leave of it.
    private static void SetTable(BinaryCodesItemTable codes, Tensor table, ulong seed)
    {
        using var rest = new Tensor(table.Shape, table.Span);
        for (int from = 0, count; from < codes.Bits; from += count)
        {
            count = Math.Min(codes.Width, codes.Bits - from);
            using var quantized = new BinaryQuantization(rest, count, seed);
            Set(codes, from, quantized);
            quantized.TakeFrom(rest);
        }
    }

    private static void Set(BinaryCodesItemTable codes, int from, BinaryQuantization quantized)
    {
        (int all, int bits, int items) = (codes.Bits, quantized.Latent.Columns, codes.Items);
        Span<float> latent = codes.Latent.Value.Span, projection = codes.Projection.Value.Span;
        for (int r = 0; r < bits; r++)
        {
            double sum = 0;
            for (int v = 0; v < items; v++) sum += Math.Abs(quantized.Latent.Row(v)[r]);
            float scale = LatentMagnitude / (float)(sum / items);
            for (int v = 0; v < items; v++) latent[(v * all) + from + r] = scale * quantized.Latent.Row(v)[r];
            for (int j = 0; j < codes.Width; j++)
                projection[(j * all) + from + r] = quantized.Projection.Row(j)[r] / BinaryCodesItemTable.Scale;
        }
    }
}
