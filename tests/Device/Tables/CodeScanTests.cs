using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Tables;

public sealed class CodeScanTests
{
    private const int Top = 20;

    [Fact]
    public void Items_that_every_table_rounds_down_are_found_behind_those_that_none_does()
    {
        // The first four bits, which all items have alike, make a step of 30/255 = 0.118. Three bits are worth 0.12, a little over a step;
        // twelve are worth 0.11 and no step. Most items have the three, 0.36 and N = 3; every hundredth the twelve, 1.32 and N = 0.
        const int Bits = 64, Items = 1500;
        float[] x = new float[Bits];
        (x[0], x[1], x[2], x[3]) = (1, 2, 4, 8);
        for (int j = 1; j < 16; j++) x[4 * j] = j < 4 ? 0.12f / 2 : 0.11f / 2;
        byte[] codes = Codes(Bits, Items, (v, k) => k % 4 == 0 && k > 0 && (k / 4 < 4) != (v % 100 == 50));
        int[] found = Candidates(x, codes, Items, null);
        Assert.Empty(Enumerable.Range(0, Items).Where(v => v % 100 == 50).Except(found));
        Assert.Equal(Items, found.Length);
    }

    [Fact]
    public void Candidates_are_few_ascend_and_hold_the_best_of_those_not_left_out()
    {
        var random = new Random(1);
        const int Bits = 64, Items = 20_000;
        byte[] codes = Codes(Bits, Items, (_, _) => random.Next(2) == 1);
        var mask = new ItemMask(Items);
        for (int draw = 0; draw < 20; draw++)
        {
            float[] x = [.. Enumerable.Range(0, Bits).Select(_ => random.NextSingle() - 0.5f)], y = new float[Items];
            int[] denied = [.. Enumerable.Range(0, 100).Select(_ => 1 + random.Next(Items))];
            CodePanels.Run(Products(x), codes, y);
            mask.Set(new RecommendationFilter { Denied = denied }, []);
            foreach (ItemMask? leftOut in (ItemMask?[])[null, mask])
            {
                int[] found = Candidates(x, codes, Items, leftOut);
                int[] best = [.. Enumerable.Range(0, Items).Where(v => leftOut?.Holds(v) != true).OrderByDescending(v => y[v]).Take(Top)];
                Assert.Empty(best.Except(found));
                Assert.Equal(found.Order(), found);
                Assert.DoesNotContain(found, v => leftOut?.Holds(v) == true);
                Assert.InRange(found.Length, Top, 5 * Top);
            }
        }
    }

    [Fact]
    public void More_items_of_one_code_than_there_is_room_for_are_refused() =>
        Assert.Null(TryFind([1, 2, 3, 4, 5, 6, 7, 8], Codes(8, 5000, (_, _) => true), 5000, null));

    private static int[] Candidates(float[] x, byte[] codes, int items, ItemMask? leftOut)
    {
        int[]? found = TryFind(x, codes, items, leftOut);
        Assert.NotNull(found);
        return found;
    }

    private static int[]? TryFind(float[] x, byte[] codes, int items, ItemMask? leftOut)
    {
        const int Block = 1024, Most = 2048;
        int lines = CodePanels.Lines(x.Length);
        byte[] tables = new byte[2 * CodeSums.TableBytes(lines)];
        Assert.True(CodeSteps.TryRound(Products(x), tables, out CodeSteps steps));
        int[] rows = new int[Most];
        ushort[] sums = new ushort[(int)PanelProduct.Padded(items)];
        CodeSums.Run(tables, codes, lines, sums);
        var scan = new CodeScan(steps.Doubt, new ushort[Top], rows, new ushort[Most]);
        for (int first = 0; first < items; first += Block)
        {
            if (!scan.TryTake(sums.AsSpan(first, Math.Min(Block, items - first)), first, leftOut)) return null;
        }

        return rows[..scan.Finish()];
    }

    private static float[] Products(float[] x)
    {
        float[] products = new float[CodePanels.Scratch(x.Length)];
        CodePanels.MakeTables(x, products);
        return products;
    }

    private static byte[] Codes(int bits, int items, Func<int, int, bool> isSet)
    {
        byte[] codes = new byte[CodePanels.Bytes(bits, items)];
        for (int v = 0; v < items; v++)
        {
            for (int k = 0; k < bits; k++)
            {
                if (isSet(v, k)) codes[CodePanels.Index(bits, k, v)] |= (byte)(1 << (k % CodePanels.LineRows));
            }
        }

        return codes;
    }
}
