using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Tables;

/// <summary>All rows. Scoring reads V·d numbers once: it is as fast as memory.</summary>
internal sealed class DenseItemTable(ModelFile file) : ItemTable
{
    private readonly PackedMatrix rows = file.Matrix(TensorRole.ItemTable);

    public override int BlockItems => 1024;

    public override int ScratchLength => rows.Inner;

    public override void ReadRow(int row, Span<float> y, Span<float> scratch) => rows.ReadRow(row, y);

    public override void Prepare(ReadOnlySpan<float> h, Span<float> scratch) => h.CopyTo(scratch);

    public override void ScoreBlock(int first, Span<float> scores, Span<float> scratch) => rows.Multiply(scratch, 1, first, scores.Length, scores);
}
