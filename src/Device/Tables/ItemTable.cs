using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Tables;

/// <summary>The item table E [V, d] behind the encoder: single rows going in, scores of all items coming out. Immutable.</summary>
internal abstract class ItemTable
{
    /// <summary>Items that one call of <see cref="ScoreBlock"/> takes at most; every block but the last has that many.</summary>
    public abstract int BlockItems { get; }

    /// <summary>Numbers of scratch that a history keeps for this table.</summary>
    public abstract int ScratchLength { get; }

    /// <summary>E[row] into y [d].</summary>
    public abstract void ReadRow(int row, Span<float> y, Span<float> scratch);

    /// <summary>Takes h [d] in; the blocks that follow are scored for it. Scratch holds it until then.</summary>
    public abstract void Prepare(ReadOnlySpan<float> h, Span<float> scratch);

    /// <summary>h·E[first + i] for every i of scores; first is a multiple of <see cref="BlockItems"/>.</summary>
    public abstract void ScoreBlock(int first, Span<float> scores, Span<float> scratch);
}
