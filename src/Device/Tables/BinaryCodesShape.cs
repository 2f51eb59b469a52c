using System.Runtime.CompilerServices;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Transformer;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tables;

/// <summary>
/// A 1-bit low-rank factorization, the default student's: E[v] = W b_v, a binary code b_v of R bits for each item, +1 or −1, times one
/// small projection W [d, R]. It is the tensor train of two cores with I = (1, V), J = (d, 1) and rank R whose last core is bits
/// (docs/method.md §2).
/// </summary>
public sealed class BinaryCodesShape : TableShape
{
    /// <summary>Codes of a length.</summary>
    /// <param name="bits">R, at least 1; a multiple of 8 wastes nothing.</param>
    /// <exception cref="ArgumentException">R is below 1.</exception>
    public BinaryCodesShape(int bits) =>
        Bits = bits >= 1 ? bits : throw Bad($"{bits} bits; at least 1 is needed");

    /// <summary>R, the bits of an item.</summary>
    public int Bits { get; }

    internal override int Code => 2;

    internal override int Tensors => 2;

    internal static BinaryCodesShape Read(TableWords words) => new(words.Ranks[0]);

    internal override void Write(TableWords words, int items, int width)
    {
        (words.Cores, words.Block, words.Ranks[0]) = (2, 1, Bits);
        (words.Rows[0], words.Rows[1]) = (1, items);
        (words.Columns[0], words.Columns[1]) = (width, 1);
    }

    internal override void Check(int items, int width)
    {
        // Numbers of W, which a model keeps in fp32 too, and bits with the panels filled up; an index of one fits an int.
        const int MaxProjection = PlainTrainShape.MaxStateLength, MaxCodes = 1 << 30;
        long projection = (long)Bits * width, codes = Saturating.Multiply(Bits, PanelProduct.Padded(items));
        if (projection > MaxProjection)
            throw Bad($"a projection of {projection} numbers; at most {MaxProjection} are allowed");
        if (codes > MaxCodes) throw Bad($"{codes} bits, padding included; at most {MaxCodes} are allowed");
    }

    internal override MatrixShape Matrix(int tensor, int items, int width) => tensor == 0 ? new(1, 1, width, Bits) : new(Bits, items, 1, 1);

    internal override ElementType Element(int tensor, Precision precision) =>
        tensor == 0 ? base.Element(tensor, precision) : ElementType.BinaryCodes;

    internal override ItemTable Open(ModelFile file) => new Scoring(file, Bits);

    private static ArgumentException Bad(string what) => new($"Binary codes: {what}.");

    /// <summary>
    /// q = Wᵀh once, then q·b_v for every item: four bits choose one of sixteen sums made before (<see cref="CodePanels"/>). The best few
    /// are found in whole steps first (<see cref="CodeScan"/>).
    /// </summary>
    private sealed class Scoring : ItemTable
    {
        // A sum of so many positive floats in 32 lanes is off by 2^14/32·2^-24 = 3.1e-5 of itself at most, and by what each of them was
        // off; the sums of blocks are added in double. So much of ln Z is left to rounding.
        private const int Block = 1 << 14;
        private const double RoundingOfTotal = 2e-4;

        private readonly int bits, items;
        private readonly PackedMatrix projection, codes;

        // W in fp32: every row that is read needs all of it.
        private readonly AlignedArray<float> wide;

        public Scoring(ModelFile file, int bits)
        {
            (this.bits, items) = (bits, file.Configuration.Items);
            (projection, codes) = (file.Matrix(TensorRole.Core, 0), file.Matrix(TensorRole.Core, 1));
            wide = new AlignedArray<float>(projection.RowLength);
            projection.ReadRow(0, wide.Span);
        }

        public override int BlockItems => Block;

        // q and its sums.
        public override int ScratchLength => bits + CodePanels.Scratch(bits);

        public override void ReadRow(int row, Span<float> y, Span<float> scratch)
        {
            Span<float> code = scratch[..bits];
            codes.ReadRow(row, code);
            for (int j = 0; j < y.Length; j++) y[j] = Dot.Run(wide.Span.Slice(j * bits, bits), code);
        }

        public override void Prepare(ReadOnlySpan<float> h, Span<float> scratch)
        {
            projection.Multiply(h, 1, 0, bits, scratch[..bits]);
            CodePanels.MakeTables(scratch[..bits], Sums(scratch));
        }

        public override void ScoreBlock(int first, Span<float> scores, Span<float> scratch) =>
            CodePanels.Run(Sums(scratch), codes.Bytes[CodePanels.Index(bits, 0, first)..], scores);

        [SkipLocalsInit]
        public override int Scan(
            int top, ItemMask? leftOut, CopyState? copies, Span<int> rows, Span<float> scores, Span<double> logTotal, bool isClose,
            Span<float> scratch)
        {
            // Rows that are summed in whole steps at once.
            const int Part = 1024;
            ReadOnlySpan<float> products = Sums(scratch);
            int lines = CodePanels.Lines(bits), tableBytes = CodeSums.TableBytes(lines);
            if (lines > CodeSums.MaxLines) return -1;
            Span<byte> tables = stackalloc byte[2 * tableBytes];
            if (!CodeSteps.TryRound(products, tables, out CodeSteps steps) || (copies is not null && !steps.CanSumUp)) return -1;
            Span<ushort> sums = stackalloc ushort[Part], parts = isClose ? stackalloc ushort[Part] : [];
            var scan = new CodeScan(steps.Doubt, stackalloc ushort[top], rows, stackalloc ushort[rows.Length]);
            double total = 0;
            for (int first = 0; first < items; first += Part)
            {
                int count = Math.Min(Part, items - first), padded = (int)PanelProduct.Padded(count);
                ReadOnlySpan<byte> panels = codes.Bytes[(first * lines)..];
                CodeSums.Run(tables, panels, lines, sums[..padded]);
                if (!scan.TryTake(sums[..count], first, leftOut)) return -1;
                if (copies is null) continue;
                if (isClose) CodeSums.Run(tables[tableBytes..], panels, lines, parts[..padded]);
                total += steps.SumUp(sums[..count], parts);
            }

            int found = scan.Finish();
            for (int i = 0; i < found; i++) scores[i] = CodePanels.Column(products, codes.Bytes, rows[i]);
            if (copies is null) return found;
            steps.Bound(total, RoundingOfTotal, isClose, logTotal);
            for (int i = 0; i < copies.Count; i++) copies.Keep(i, CodePanels.Column(products, codes.Bytes, copies.Rows[i]));
            return found;
        }

        private Span<float> Sums(Span<float> scratch) => scratch.Slice(bits, CodePanels.Scratch(bits));
    }
}
