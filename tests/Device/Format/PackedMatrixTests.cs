namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Products with matrices as a file holds them, in every precision.</summary>
public sealed class PackedMatrixTests
{
    // [R, I, J, S]: columns of less than a panel, of whole ones, of more than one row of X meets at once, rows that go on in the
    // next panel.
    private static readonly (int R, int I, int J, int S)[] Shapes =
    [
        (1, 1, 1, 1), (1, 3, 2, 1), (1, 17, 5, 1), (3, 7, 2, 5), (2, 16, 4, 1), (4, 9, 3, 7), (1, 128, 6, 1), (1, 300, 7, 1),
        (2, 50, 3, 6),
    ];

    public static TheoryData<Precision> Precisions => [.. Enum.GetValues<Precision>()];

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Products_are_those_of_the_stored_numbers_and_each_row_is_as_if_alone(Precision precision)
    {
        foreach ((int R, int I, int J, int S) shape in Shapes)
        {
            PackedMatrix matrix = Random(shape, precision, out float[] numbers);
            double[] p = P(shape, numbers);
            for (int rows = 1; rows <= 9; rows++)
            {
                float[] x = Numbers(rows * matrix.Inner, rows);
                foreach ((int first, int columns) in Parts(shape, matrix.Outer))
                {
                    // Sentinels behind the result show a store too far.
                    float[] y = [.. Enumerable.Repeat(-1000f, (rows * columns) + 64)], alone = new float[columns];
                    matrix.Multiply(x, rows, first, columns, y);
                    Close.Assert(Product(x, p, rows, matrix.Inner, matrix.Outer, first, columns), y.AsSpan(0, rows * columns), 1e-5);
                    Assert.All(y[(rows * columns)..], value => Assert.Equal(-1000f, value));
                    for (int row = 0; row < rows; row++)
                    {
                        matrix.Multiply(x.AsSpan(row * matrix.Inner, matrix.Inner), 1, first, columns, alone);
                        Assert.Equal(alone, y.AsSpan(row * columns, columns));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_thread_takes_memory_for_int4_once()
    {
        PackedMatrix matrix = Random((1, 300, 7, 1), Precision.Int4, out _);
        float[] x = Numbers(matrix.Inner, 1), expected = new float[matrix.Outer], y = new float[matrix.Outer];
        matrix.Multiply(x, 1, 0, matrix.Outer, expected);
        long again = -1;
        var thread = new Thread(() =>
        {
            matrix.Multiply(x, 1, 0, matrix.Outer, y);
            again = Allocations.Of(() => matrix.Multiply(x, 1, 0, matrix.Outer, y));
        });
        thread.Start();
        thread.Join();
        Assert.Equal(expected, y);
        Assert.Equal(0, again);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Rows_are_those_of_all_numbers(Precision precision)
    {
        foreach ((int R, int I, int J, int S) shape in Shapes)
        {
            PackedMatrix matrix = Random(shape, precision, out float[] numbers);
            double[] p = P(shape, numbers);
            float[] row = new float[matrix.RowLength];
            for (int i = 0; i < shape.I; i++)
            {
                matrix.ReadRow(i, row);
                Assert.Equal(row.Select((_, at) => (float)p[(at / shape.S * matrix.Outer) + (i * shape.S) + (at % shape.S)]), row);
            }
        }
    }

    // All columns, fewer, and where each has a row of its own those from a later panel on.
    private static IEnumerable<(int First, int Columns)> Parts((int R, int I, int J, int S) shape, int outer)
    {
        yield return (0, outer);
        yield return (0, (outer + 1) / 2);
        if (shape.S == 1 && outer > 16) yield return (16, outer - 16);
        if (shape.S == 1 && outer > 160) yield return (144, outer - 150);
    }

    private static PackedMatrix Random((int R, int I, int J, int S) shape, Precision precision, out float[] numbers)
    {
        var matrix = new MatrixShape(shape.R, shape.I, shape.J, shape.S);
        var section = new ModelSection((uint)TensorRole.Core, (ElementType)precision, 0, matrix.Bytes((ElementType)precision), matrix);
        var file = new AlignedArray<byte>((int)section.Length);
        file.Span.Clear();
        SectionWriter.Write(section, Numbers((int)section.Count, 77), file.Span);
        SectionNumbers.Check(section, file.Span);
        var packed = new PackedMatrix(file, section);
        numbers = new float[section.Count];
        packed.CopyTo(matrix, numbers);
        return packed;
    }

    // [(j, r), (i, s)] of [r, i, j, s].
    private static double[] P((int R, int I, int J, int S) shape, float[] numbers)
    {
        double[] p = new double[numbers.Length];
        for (int at = 0; at < p.Length; at++)
        {
            int s = at % shape.S;
            int j = at / shape.S % shape.J;
            int i = at / (shape.S * shape.J) % shape.I;
            int r = at / (shape.S * shape.J * shape.I);
            p[(((j * shape.R) + r) * shape.I * shape.S) + (i * shape.S) + s] = numbers[at];
        }

        return p;
    }

    private static double[] Product(float[] x, double[] p, int rows, int inner, int outer, int first, int columns)
    {
        double[] y = new double[rows * columns];
        for (int at = 0; at < y.Length; at++)
        {
            for (int k = 0; k < inner; k++) y[at] += x[(at / columns * inner) + k] * p[(k * outer) + first + (at % columns)];
        }

        return y;
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
