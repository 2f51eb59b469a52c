namespace OnDeviceRec.Autograd.Operations;

/// <summary>The classes of a <see cref="SampledCrossEntropy"/>: which they are, and how often each is expected among those drawn.</summary>
/// <param name="Targets">The true class of each row, [B].</param>
/// <param name="Negatives">The classes drawn for the whole batch, [S], repeats allowed.</param>
/// <param name="LogCounts">ln(S·q(v)) of each class drawn, [S], where q is the distribution that it was drawn from.</param>
public readonly record struct SampledCandidates(
    ReadOnlyMemory<int> Targets, ReadOnlyMemory<int> Negatives, ReadOnlyMemory<float> LogCounts);
