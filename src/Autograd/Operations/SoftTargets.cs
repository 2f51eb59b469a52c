using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>A frozen teacher's opinion of a batch: its encodings and item table, from which its logits are formed in blocks.</summary>
/// <param name="Hidden">The teacher's encodings, [B, d].</param>
/// <param name="Table">The teacher's item table, [V, d].</param>
/// <param name="Temperature">θ, above 0.</param>
/// <param name="Weight">w_kl.</param>
/// <param name="Positions">The position scores of a teacher that copies, [B, T], of the student's prefixes.</param>
/// <param name="Gates">Its γ, [B, 1].</param>
public readonly record struct SoftTargets(
    Tensor Hidden, Tensor Table, float Temperature, float Weight, Tensor? Positions = null, Tensor? Gates = null);
