namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// Labels of a few items an example, beside its target: the loss Weight·mean_b Σ_v y_bv (ln Z_b − z_bv) of the catalog's softmax.
/// </summary>
/// <param name="Offsets">[B + 1]: example b has the entries Offsets[b] .. Offsets[b + 1] − 1, maybe none.</param>
/// <param name="Items">Rows of the catalog, ascending within an example.</param>
/// <param name="Shares">y, at least 0; those of an example usually sum to 1.</param>
/// <param name="Weight">The weight of the loss.</param>
public readonly record struct SparseTargets(
    ReadOnlyMemory<int> Offsets, ReadOnlyMemory<int> Items, ReadOnlyMemory<float> Shares, float Weight);
