using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// A frozen teacher's opinion of a batch: its encodings and item table, from which the catalog's logits are formed in blocks.
/// </summary>
/// <param name="Hidden">The teacher's encodings, [B, d].</param>
/// <param name="Table">The teacher's item table, [V, d].</param>
/// <param name="Temperature">θ, above 0.</param>
/// <param name="Weight">w_kl.</param>
public readonly record struct SoftTargets(Tensor Hidden, Tensor Table, float Temperature, float Weight);
