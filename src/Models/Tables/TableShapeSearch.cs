using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>Finds the sizes of a student whose table is a wanted number of times smaller than its teacher's.</summary>
public static class TableShapeSearch
{
    // The device looks codes up by half bytes.
    private const int BitsOfWord = 32, BitsOfByte = 8, BitStep = 4, MaxBits = 1024;

    // What of a file an encoder may take before a narrower one, whose bytes go to the items' bits, ranks better.
    private const double EncoderShare = 0.15;

    // Bits that an item has at least unless told otherwise; and those for each column of the student beyond which more bring nothing.
    private const int LeastBits = 64, MostBitsOfWidth = 3;

    // What packing leaves of codes: less by this share for each doubling of the groups of items, 2^8 of them at most.
    private const double SavedByDoubling = 0.03;
    private const int MostDoublings = 8;

    /// <summary>
    /// The student whose table is a plain tensor train: of the shapes that the compression allows the one of
    /// <see cref="TensorTrainShapeSearch.Default"/>. It is as wide as its teacher.
    /// </summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="compression">V·d of the teacher over the numbers of the student's table; at least 1.</param>
    /// <exception cref="UnreachableCompressionException">The compression is below 1 or larger than any shape's.</exception>
    public static ModelConfiguration TensorTrain(ModelConfiguration teacher, double compression) => WithTrain(
        teacher, TensorTrainShapeSearch.Default(teacher.Items, teacher.Encoder.Width, compression));

    /// <summary>
    /// The student whose table is binary codes: it is half as wide as its teacher, and every item has as many bits as the compression
    /// leaves.
    /// </summary>
    /// <remarks>
    /// A table of even spectrum loses less when all of its directions are kept coarsely than when a few are kept well, so that one bit each
    /// and a rank as large as that leaves is better than four bits and a quarter of the rank; half the width loses little
    /// (docs/results/tried.md). Where the compression leaves no eight bits, it is <see cref="TensorTrain"/>.
    /// </remarks>
    /// <param name="teacher">The teacher.</param>
    /// <param name="compression">V·d of the teacher over numbers of which a bit is a 32nd; at least 1.</param>
    /// <exception cref="UnreachableCompressionException">The compression is below 1 or larger than any shape's.</exception>
    /// <example>V 40,727, teacher's d 128, compression 60: 64 bits, d 64.</example>
    public static ModelConfiguration BinaryCodes(ModelConfiguration teacher, double compression)
    {
        (int items, int narrow) = (teacher.Items, Math.Max(1, teacher.Encoder.Width / 2));
        double whole = (double)items * teacher.Encoder.Width * BitsOfWord, ofOneBit = items + ((double)narrow * BitsOfWord);
        int bits = compression >= 1
            ? (int)Math.Min(whole / compression / ofOneBit, int.MaxValue / Math.Max(items, narrow)) / BitsOfByte * BitsOfByte
            : 0;
        return bits > 0
            ? teacher with { Encoder = teacher.Encoder.OfWidth(narrow), Table = new BinaryCodesShape(bits) }
            : TensorTrain(teacher, compression);
    }

    /// <summary>
    /// The student with binary codes whose packed int4 file takes about so many bytes: as wide as its teacher, half as wide or a quarter,
    /// the widest whose encoder leaves the items most of the file, and every item has as many bits as fit.
    /// </summary>
    /// <remarks>How far codes can be packed is known only once they are trained; <see cref="PackedBytes"/> is what to expect.</remarks>
    /// <param name="teacher">The teacher.</param>
    /// <param name="bytes">What the file may take.</param>
    /// <exception cref="ArgumentException">Not even four bits an item fit.</exception>
    /// <example>V 36,968, teacher's d 128, a file of 19.5 MB: 60 times less is 84 bits, d 64; 30 times less is 156 bits, d 128.</example>
    public static ModelConfiguration OfFile(ModelConfiguration teacher, long bytes) =>
        Fitting(teacher, bytes) ?? throw new ArgumentException(
            $"a file of {bytes:N0} bytes cannot hold {BitStep} bits of each of {teacher.Items:N0} items and an encoder; "
            + "take a larger one.");

    /// <summary>
    /// The student with binary codes of a wanted quality: that of <see cref="OfFile"/> if it has at least 64 bits an item, or else one
    /// half as wide as its teacher with 64 bits. Of a catalog so small that 64 bits of all items weigh no more than the rest of the file,
    /// it has as many bits as weigh no more, at most three for each of its columns.
    /// </summary>
    /// <remarks>
    /// A file of few items is an encoder: fewer bits save nothing there and cost accuracy (docs/results/shapes.md).
    /// </remarks>
    /// <param name="teacher">The teacher.</param>
    /// <param name="bytes">What the file may take where that is enough.</param>
    /// <example>V 36,968 and 60 times less: 84 bits, d 64. V 398: 192 bits, d 64.</example>
    public static ModelConfiguration OfEnoughBits(ModelConfiguration teacher, long bytes)
    {
        int width = Math.Max(1, teacher.Encoder.Width / 2);
        if (width % teacher.Encoder.Heads != 0) width = teacher.Encoder.Width;
        ModelConfiguration student = Coded(teacher, width, LeastBits);
        long rest = PackedBytes(student with { Items = 1 });
        if (CodeBytes(student) > rest)
        {
            return Fitting(teacher, bytes) is { Table: BinaryCodesShape { Bits: >= LeastBits } } ofFile ? ofFile : student;
        }

        int most = Math.Min(MaxBits, MostBitsOfWidth * width);
        for (int bits = LeastBits + BitStep; bits <= most; bits += BitStep)
        {
            ModelConfiguration finer = Coded(teacher, width, bits);
            if (CodeBytes(finer) > rest) break;
            student = finer;
        }

        return student;
    }

    /// <summary>
    /// The student with a tensor train of a wanted quality: <see cref="TensorTrain"/> of the compression, or of its half, a quarter and so
    /// on, the first one that leaves an item d/8 numbers of its own in the second core and a rank of d/16.
    /// </summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="compression">The compression where that is enough; at least 1.</param>
    /// <exception cref="ArgumentException">The compression is below 1.</exception>
    public static ModelConfiguration OfEnoughNumbers(ModelConfiguration teacher, double compression) => WithTrain(
        teacher, TensorTrainShapeSearch.OfEnoughNumbers(teacher.Items, teacher.Encoder.Width, compression));

    /// <summary>What a packed int4 file is expected to take.</summary>
    /// <param name="model">A model with binary codes.</param>
    public static long PackedBytes(ModelConfiguration model) =>
        ModelFile.FileBytes(model with { Items = 1, Precision = Precision.Int4 }) + CodeBytes(model);

    /// <summary>The same encoder, as wide as a train, with the train for its table.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="shape">The train.</param>
    public static ModelConfiguration WithTrain(ModelConfiguration teacher, TensorTrainShape shape) =>
        teacher with { Encoder = teacher.Encoder.OfWidth(shape.Width), Table = TensorTrainItemTable.Plain(shape) };

    /// <summary>
    /// How many times smaller the table of one model is than that of another: numbers of 32 bits over numbers of 32 bits.
    /// </summary>
    /// <param name="student">The smaller one.</param>
    /// <param name="teacher">The other one.</param>
    public static double Compression(ModelConfiguration student, ModelConfiguration teacher) => Words(teacher) / Words(student);

    /// <summary>MACs an item when the catalog is scored from the table as it is stored (<see cref="TensorTrainShape.MacsOf"/>).</summary>
    /// <param name="configuration">The model.</param>
    public static double MacsPerItem(ModelConfiguration configuration)
    {
        (int items, int width, TableShape table) = (configuration.Items, configuration.Encoder.Width, configuration.Table);
        return TensorTrainShape.MacsOf(items, [.. Enumerable.Range(0, table.Tensors).Select(Core)]);

        Shape Core(int k)
        {
            MatrixShape core = table.Matrix(k, items, width);
            return new Shape(core.Rank, core.Rows, core.Columns, core.NextRank);
        }
    }

    private static ModelConfiguration? Fitting(ModelConfiguration teacher, long bytes)
    {
        foreach (int parts in (int[])[1, 2, 4])
        {
            int width = Math.Max(1, teacher.Encoder.Width / parts);
            if (width % teacher.Encoder.Heads != 0 || Largest(width) is not { } student) continue;
            if (parts == 4 || PackedBytes(student with { Items = 1 }) <= EncoderShare * bytes) return student;
        }

        return null;

        ModelConfiguration? Largest(int width)
        {
            int most = (int)Math.Min(bytes, MaxBits);
            for (int bits = most / BitStep * BitStep; bits > 0; bits -= BitStep)
                if (Coded(teacher, width, bits) is var student && PackedBytes(student) <= bytes) return student;
            return null;
        }
    }

    private static ModelConfiguration Coded(ModelConfiguration teacher, int width, int bits) =>
        teacher with { Encoder = teacher.Encoder.OfWidth(width), Table = new BinaryCodesShape(bits) };

    // What packing is expected to leave of the codes of all items.
    private static long CodeBytes(ModelConfiguration model)
    {
        MatrixShape codes = model.Table.Matrix(1, model.Items, model.Encoder.Width);
        double left = 1 - (SavedByDoubling * Math.Min(MostDoublings, CodeGroups.BitsFor(model.Items)));
        return (long)(left * model.Items * codes.Rank / BitsOfByte);
    }

    private static double Words(ModelConfiguration configuration) =>
        configuration.Table.Words(configuration.Items, configuration.Encoder.Width);
}
