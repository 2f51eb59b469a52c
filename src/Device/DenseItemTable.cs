using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>All rows. Scoring reads V·d numbers once: it is as fast as memory.</summary>
internal sealed class DenseItemTable(ModelFile file) : ItemTable
{
    private readonly int width = file.Configuration.Width;

    public override int BlockItems => 1024;

    public override int ScratchLength => width;

    private ReadOnlySpan<float> Rows => file.Tensor(TensorRole.ItemTable);

    public override void ReadRow(int row, Span<float> y, Span<float> scratch) => Rows.Slice(row * width, width).CopyTo(y);

    public override void Prepare(ReadOnlySpan<float> h, Span<float> scratch) => h.CopyTo(scratch);

    public override void ScoreBlock(int first, Span<float> scores, Span<float> scratch) =>
        MatVec.Run(Rows.Slice(first * width, scores.Length * width), scratch[..width], default, scores);
}
