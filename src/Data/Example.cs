namespace OnDeviceRec.Data;

/// <summary>One example: the first <paramref name="PrefixLength"/> items of a sequence, and the item after them.</summary>
/// <param name="Sequence">Index of the sequence.</param>
/// <param name="PrefixLength">k of (s_1..s_k) → s_{k+1}.</param>
public readonly record struct Example(int Sequence, int PrefixLength);
