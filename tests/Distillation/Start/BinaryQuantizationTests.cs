using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Distillation.Start;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Tests.Start;

public sealed class BinaryQuantizationTests
{
    [Property(MaxTest = 30)]
    public Property A_table_that_is_codes_under_a_rotation_comes_back_whole() => Prop.ForAll(
        Gen.Choose(1, 1_000).ToArbitrary(), seed =>
        {
            // 300 codes of 6 bits, turned into 10 dimensions: 64 different rows, each of length √6.
            const int Rows = 300, Bits = 6, Width = 10;
            using Tensor codes = Filled(Rows, Bits, seed), turn = Filled(Width, Width, seed + 1), table = new(new Shape(Rows, Width));
            foreach (ref float x in codes.Span) x = x < 0 ? -1 : 1;
            double[] rotation = PolarFactor.Of(Array.ConvertAll(turn.Span.ToArray(), x => (double)x), Width);
            for (int i = 0; i < Width; i++)
                for (int j = 0; j < Bits; j++) turn.Row(i)[j] = (float)rotation[(i * Width) + j];
            for (int v = 0; v < Rows; v++)
            {
                for (int i = 0; i < Width; i++)
                    for (int j = 0; j < Bits; j++) table.Row(v)[i] += turn.Row(i)[j] * codes.Row(v)[j];
            }

            using var quantized = new BinaryQuantization(table, Bits, (ulong)seed);
            return Error(table, quantized) < 0.35;
        });

    [Fact]
    public void More_bits_lose_less_and_as_much_as_signs_of_normal_numbers_must()
    {
        using Tensor table = Filled(2_000, 16, 7);
        double before = 1;
        foreach (int bits in (int[])[2, 8, 16])
        {
            using var quantized = new BinaryQuantization(table, bits, seed: 3);
            double error = Error(table, quantized);
            Assert.InRange(error, 0, before - 0.05);
            before = error;
        }

        // One bit for each direction: 1 − 2/π of the energy of a normal number, less after a good turn of uniform ones.
        Assert.InRange(before, 0.15, 1 - (2 / Math.PI));
    }

    [Fact]
    public void The_projection_is_the_least_squares_one()
    {
        using Tensor table = Filled(500, 12, 5);
        using var quantized = new BinaryQuantization(table, 8, seed: 1);
        double least = Error(table, quantized);
        for (int i = 0; i < quantized.Projection.Length; i++)
        {
            float value = quantized.Projection.Span[i];
            foreach (float step in (float[])[-0.05f, 0.05f])
            {
                quantized.Projection.Span[i] = value + step;
                Assert.True(Error(table, quantized) > least);
            }

            quantized.Projection.Span[i] = value;
        }
    }

    [Fact]
    public void Tables_of_fewer_directions_than_bits_and_of_zeros_have_codes_too()
    {
        using Tensor line = new(new Shape(40, 6)), nothing = new(new Shape(40, 6));
        for (int v = 0; v < 40; v++) line.Row(v).Fill(v % 2 == 0 ? 1 : -1);
        using BinaryQuantization ofLine = new(line, 4, seed: 2), ofNothing = new(nothing, 4, seed: 2);
        Assert.InRange(Error(line, ofLine), 0, 1e-6);
        Assert.All(ofNothing.Projection.Span.ToArray(), x => Assert.Equal(0, x, 1e-6));
    }

    // The share of the energy that sign(L)·Wᵀ does not have.
    private static double Error(Tensor table, BinaryQuantization quantized)
    {
        double lost = 0, all = 0;
        for (int v = 0; v < table.Rows; v++)
        {
            for (int i = 0; i < table.Columns; i++)
            {
                double made = 0;
                for (int r = 0; r < quantized.Latent.Columns; r++)
                    made += quantized.Projection.Row(i)[r] * (quantized.Latent.Row(v)[r] < 0 ? -1 : 1);
                lost += (table.Row(v)[i] - made) * (table.Row(v)[i] - made);
                all += (double)table.Row(v)[i] * table.Row(v)[i];
            }
        }

        return lost / all;
    }

    private static Tensor Filled(int rows, int columns, int seed)
    {
        var tensor = new Tensor(new Shape(rows, columns));
        new Philox((ulong)seed).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }
}
