namespace OnDeviceRec.Autograd;

/// <summary>Stretch k of a tensor is the numbers k·Stride + First .. k·Stride + First + Length − 1.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Stride">From the start of one to the start of the next.</param>
/// <param name="First">The first number of stretch 0.</param>
/// <param name="Length">The numbers of each.</param>
public readonly record struct ItemStretches(int Count, int Stride, int First, int Length);
