using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;

namespace OnDeviceRec.Models.Encoding;

/// <summary>What a model makes of a batch's examples before it looks at the catalog.</summary>
/// <param name="H">h, [B, d]: the score of item v is h·E[v].</param>
/// <param name="Copying">What may be copied, or null for a model with the catalog head alone.</param>
public readonly record struct Encodings(Variable H, CopyScores? Copying);
