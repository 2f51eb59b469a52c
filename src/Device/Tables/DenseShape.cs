using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Tables;

/// <summary>All rows of the table, V·d numbers. Scoring reads each of them once: it is as fast as memory.</summary>
public sealed class DenseShape : TableShape
{
    private DenseShape()
    {
    }

    /// <summary>The only one: its sizes are the model's.</summary>
    public static DenseShape Instance { get; } = new();

    internal override int Code => 0;

    internal override int Tensors => 1;

    internal override TensorRole Role => TensorRole.ItemTable;

    internal override void Write(TableWords words, int items, int width)
    {
    }

    internal override void Check(int items, int width)
    {
    }

    internal override MatrixShape Matrix(int tensor, int items, int width) => MatrixShape.Linear(items, width);

    internal override ItemTable Open(ModelFile file) => new Scoring(file);

    private sealed class Scoring(ModelFile file) : ItemTable
    {
        private readonly PackedMatrix rows = file.Matrix(TensorRole.ItemTable);

        public override int BlockItems => 1024;

        public override int ScratchLength => rows.Inner;

        public override void ReadRow(int row, Span<float> y, Span<float> scratch) => rows.ReadRow(row, y);

        public override void Prepare(ReadOnlySpan<float> h, Span<float> scratch) => h.CopyTo(scratch);

        public override void ScoreBlock(int first, Span<float> scores, Span<float> scratch) =>
            rows.Multiply(scratch, 1, first, scores.Length, scores);
    }
}
