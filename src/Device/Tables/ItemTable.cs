using OnDeviceRec.Device.Transformer;

namespace OnDeviceRec.Device.Tables;

/// <summary>The item table E [V, d] behind the encoder: single rows going in, scores of all items coming out. Immutable.</summary>
internal abstract class ItemTable
{
    /// <summary>The most rows that <see cref="Scan"/> finds.</summary>
    public const int MostCandidates = 1024;

    /// <summary>The most of the catalog's best that <see cref="Scan"/> looks for.</summary>
    public const int MostBest = 256;

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

    /// <summary>Scores rows among which the K best of the catalog are, and not the others.</summary>
    /// <param name="top">K, from 1 to <see cref="MostBest"/></param>
    /// <param name="leftOut">rows that are not to be listed, if there are such</param>
    /// <param name="copies">keeps the scores of its rows, if there are such</param>
    /// <param name="rows">of <see cref="MostCandidates"/>, receives the rows, ascending</param>
    /// <param name="scores">receives their scores, those that they have in a block</param>
    /// <param name="logTotal">
    /// [2], where there are copies: receives what ln Σ e^(h·E[v]) over the catalog is at least and at most, summed up by
    /// <see cref="Mixture"/>
    /// </param>
    /// <param name="isClose">whether these bounds are to be as close as they can be had, which takes longer</param>
    /// <param name="scratch">as <see cref="Prepare"/> left it</param>
    /// <returns>how many rows there are; −1 where the catalog has to be scored as a whole</returns>
    public virtual int Scan(
        int top, ItemMask? leftOut, CopyState? copies, Span<int> rows, Span<float> scores, Span<double> logTotal, bool isClose,
        Span<float> scratch) => -1;
}
