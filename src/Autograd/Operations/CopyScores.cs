namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// How much a batch wants to copy and what: the mixture P_b(v) = g·p_copy(v) + (1 − g)·p_catalog(v) with g = σ(γ_b) and
/// p_copy(v) = Σ_(l: s_l = v) softmax_l(c_bl).
/// </summary>
/// <param name="Positions">c, [B, T]; of prefix b the first T_b count.</param>
/// <param name="Gates">γ, [B, 1].</param>
/// <param name="Items">The rows s_l of the catalog at all tokens, [n]; must stay as they are until the tape is reset.</param>
/// <param name="Prefixes">B prefixes of the tokens, none empty.</param>
public readonly record struct CopyScores(Variable Positions, Variable Gates, ReadOnlyMemory<int> Items, Prefixes Prefixes);
