using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

public sealed class CodeStepsTests
{
    [Fact]
    public void Every_product_lies_between_what_its_sum_says()
    {
        var random = new Random(1);
        for (int draw = 0; draw < 400; draw++)
        {
            int bits = 1 + random.Next(300), panels = 1 + random.Next(4);
            float scale = MathF.Pow(10, random.Next(-20, 20)), most = random.Next(3) == 0 ? 1000 : 1;
            float[] x = [.. Enumerable.Range(0, bits).Select(_ => (random.NextSingle() - 0.5f) * scale * (random.Next(5) == 0 ? most : 1))];
            float[] products = Products(x);
            int lines = CodePanels.Lines(bits);
            byte[] codes = new byte[lines * 16 * panels], tables = new byte[2 * CodeSums.TableBytes(lines)];
            random.NextBytes(codes);
            Assert.True(CodeSteps.TryRound(products, tables, out CodeSteps steps));
            ushort[] sums = new ushort[16 * panels];
            CodeSums.Run(tables, codes, lines, sums);
            for (int n = 0; n < sums.Length; n++)
            {
                float y = CodePanels.Column(products, codes, n);
                Assert.InRange(y, AtLeast(steps, sums[n]), AtMost(steps, sums[n]));
                Assert.InRange(sums[n], 0, steps.Largest);
            }
        }
    }

    [Fact]
    public void Worked_steps()
    {
        // x is 1, 2, 4, 8 and 0.5: the first table goes from −15 to 15 in 255 steps of 2/17, the second from −0.5 to 0.5.
        byte[] tables = new byte[2 * CodeSums.TableBytes(1)];
        Assert.True(CodeSteps.TryRound(Products([1, 2, 4, 8, 0.5f]), tables, out CodeSteps steps));
        Assert.Equal((2, 3, 255 + 8), (steps.Halves, steps.Doubt, steps.Largest));
        Assert.Equal(2 / 17.0, steps.Step, 1e-12);
        Assert.Equal([.. Enumerable.Range(0, 16).Select(c => (byte)(17 * c))], tables.AsSpan(CodeSums.TableAt(0), 16).ToArray());
        Assert.Equal([0, 8, 0, 8], tables.AsSpan(CodeSums.TableAt(1), 4).ToArray());
        Assert.Equal(-15.5 + (2 / 17.0 * (10 - 0.5)), AtLeast(steps, 10), 1e-12);
        Assert.Equal(-15.5 + (2 / 17.0 * (10 + 2.5)), AtMost(steps, 10), 1e-12);
    }

    [Fact]
    public void What_is_rounded_off_is_there_in_parts_of_a_step()
    {
        // A step is 2/17, 8.5 of them a unit: from −0.5 on, 0 and 1 are 0 and 8.5; from −15 on, all are whole.
        byte[] tables = new byte[2 * CodeSums.TableBytes(1)];
        Assert.True(CodeSteps.TryRound(Products([1, 2, 4, 8, 0.5f]), tables, out _));
        Assert.Equal(new byte[16], tables.AsSpan(CodeSums.TableBytes(1) + CodeSums.TableAt(0), 16).ToArray());
        Assert.Equal([0, 128, 0, 128], tables.AsSpan(CodeSums.TableBytes(1) + CodeSums.TableAt(1), 4).ToArray());
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.NaN, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(1e38f, -1e38f)]
    [InlineData(1e-35f, 1e-36f)]
    public void Numbers_that_steps_say_nothing_of_are_refused(float first, float second) =>
        Assert.False(CodeSteps.TryRound(Products([first, second]), new byte[2 * CodeSums.TableBytes(1)], out _));

    [Fact]
    public void The_total_of_the_exponentials_lies_between_its_bounds()
    {
        var random = new Random(2);
        foreach (int bits in (int[])[5, 32, 64])
        {
            foreach (int panels in (int[])[1, 7, 300])
            {
                int lines = CodePanels.Lines(bits);
                float[] x = [.. Enumerable.Range(0, bits).Select(_ => random.NextSingle() - 0.5f)], y = new float[(16 * panels) - 1];
                byte[] codes = new byte[lines * 16 * panels], tables = new byte[2 * CodeSums.TableBytes(lines)];
                random.NextBytes(codes);
                float[] products = Products(x);
                CodePanels.Run(products, codes, y);
                Assert.True(CodeSteps.TryRound(products, tables, out CodeSteps steps) && steps.CanSumUp);
                ushort[] sums = new ushort[16 * panels], sumsOfParts = new ushort[16 * panels];
                CodeSums.Run(tables, codes, lines, sums);
                CodeSums.Run(tables.AsSpan(tables.Length / 2), codes, lines, sumsOfParts);
                double[] range = new double[2], closer = new double[2];
                steps.Bound(steps.SumUp(sums.AsSpan(0, y.Length), []), 0, false, range);
                steps.Bound(steps.SumUp(sums.AsSpan(0, y.Length), sumsOfParts.AsSpan(0, y.Length)), 0, true, closer);
                double[] wider = new double[2];
                steps.Bound(steps.SumUp(sums.AsSpan(0, y.Length), []), 0.5, false, wider);
                Assert.Equal([range[0] - 0.5, range[1] + 0.5], wider, (a, b) => Math.Abs(a - b) < 1e-12);
                double total = Math.Log(y.Sum(score => Math.Exp(score)));
                Assert.InRange(total, range[0], range[1]);
                Assert.InRange(total, closer[0], closer[1]);
                Assert.InRange(range[1] - range[0], 0, (steps.Step * (steps.Halves + 1)) + 0.001);
                Assert.InRange(closer[1] - closer[0], 0, (steps.Step * (steps.Halves + 1) / 250) + 0.001);
            }
        }
    }

    [Fact]
    public void One_sum_alone_is_within_the_bounds_wherever_its_power_lies()
    {
        byte[] tables = new byte[2 * CodeSums.TableBytes(1)];
        for (float most = 0.5f; most < 8; most *= 1.01f)
        {
            Assert.True(CodeSteps.TryRound(Products([most, 0.03f]), tables, out CodeSteps steps));
            for (ushort n = 0; n <= steps.Largest; n++)
            {
                ushort part = (ushort)(n % 511);
                double alone = Math.Log(steps.SumUp([n], [])), whole = Math.Log(steps.SumUp([n], [part]));
                Assert.InRange(alone - (steps.Step * (n - steps.Largest)), -1e-4, 1e-4);
                Assert.InRange(whole - (steps.Step * (n + (part / 256.0) - steps.Largest)), -1e-4, 1e-4);
            }
        }
    }

    [Fact]
    public void Sums_too_far_apart_for_a_float_are_not_summed_up()
    {
        byte[] tables = new byte[2 * CodeSums.TableBytes(1)];
        Assert.True(CodeSteps.TryRound(Products([30, 9]), tables, out CodeSteps near) && near.CanSumUp);
        Assert.True(CodeSteps.TryRound(Products([30, 11]), tables, out CodeSteps far) && !far.CanSumUp);
    }

    private static double AtLeast(CodeSteps steps, int n) => steps.Lowest + (steps.Step * (n - 0.5));

    private static double AtMost(CodeSteps steps, int n) => steps.Lowest + (steps.Step * (n + steps.Halves + 0.5));

    private static float[] Products(float[] x)
    {
        float[] products = new float[CodePanels.Scratch(x.Length)];
        CodePanels.MakeTables(x, products);
        return products;
    }
}
