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
    /// Whether a student can start from a teacher: it has binary codes, at most as many bits as the teacher's width, and its encoder.
    /// </summary>
    /// <param name="student">The student.</param>
    /// <param name="teacher">The teacher.</param>
    public static bool Fits(SequenceModel student, SequenceModel teacher) =>
        student.Table is BinaryCodesItemTable codes
        && codes.Bits <= teacher.Table.Width
        && student.Configuration.Encoder == teacher.Configuration.Encoder
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
        using var quantized = new BinaryQuantization(teacher.Table.Matrix(tape).Value, codes.Bits, seed);
        SetTable(codes, quantized);
        var own = student.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (Parameter parameter in teacher.Parameters.Except(TableOf(teacher)))
            parameter.Value.Span.CopyTo(own[parameter.Name].Value.Span);
    }

    private static IEnumerable<Parameter> TableOf(SequenceModel model) =>
        model.Table is DenseItemTable dense ? [dense.Weight] : throw new ArgumentException("Distillation: a teacher's table is full.");

    private static void SetTable(BinaryCodesItemTable codes, BinaryQuantization quantized)
    {
        (int bits, int items) = (codes.Bits, codes.Items);
        Span<float> latent = codes.Latent.Value.Span, projection = codes.Projection.Value.Span;
        for (int r = 0; r < bits; r++)
        {
            double sum = 0;
            for (int v = 0; v < items; v++) sum += Math.Abs(quantized.Latent.Span[(v * bits) + r]);
            float scale = LatentMagnitude / (float)(sum / items);
            for (int v = 0; v < items; v++) latent[(r * items) + v] = scale * quantized.Latent.Span[(v * bits) + r];
            for (int j = 0; j < codes.Width; j++) projection[(j * bits) + r] = quantized.Projection.Span[(j * bits) + r] / LatentMagnitude;
        }
    }
}
