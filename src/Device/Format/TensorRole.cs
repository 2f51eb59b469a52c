namespace OnDeviceRec.Device.Format;

/// <summary>
/// What a tensor of the model file is; the values are the file's codes. Linear weights are [out, in], all tensors row-major. The index that
/// goes with a role is the core k for <see cref="Core"/>, the layer for the roles of a layer, 0 for all others.
/// </summary>
public enum TensorRole
{
    /// <summary>The dense item table E [V, d].</summary>
    ItemTable = 2,

    /// <summary>Core k of the plain train, [R_k, I_k, J_k, R_{k+1}].</summary>
    Core = 3,

    /// <summary>The position table P [T_max, d], from the oldest item.</summary>
    Positions = 16,

    /// <summary>Gain of the input LayerNorm [d].</summary>
    InputGain = 17,

    /// <summary>Bias of the input LayerNorm [d].</summary>
    InputBias = 18,

    /// <summary>Query weight [d, d].</summary>
    QueryWeight = 32,

    /// <summary>Query bias [d].</summary>
    QueryBias = 33,

    /// <summary>Key weight [d, d].</summary>
    KeyWeight = 34,

    /// <summary>Key bias [d].</summary>
    KeyBias = 35,

    /// <summary>Value weight [d, d].</summary>
    ValueWeight = 36,

    /// <summary>Value bias [d].</summary>
    ValueBias = 37,

    /// <summary>Attention output weight [d, d].</summary>
    OutputWeight = 38,

    /// <summary>Attention output bias [d].</summary>
    OutputBias = 39,

    /// <summary>Gain of the LayerNorm after attention [d].</summary>
    AttentionGain = 40,

    /// <summary>Bias of the LayerNorm after attention [d].</summary>
    AttentionBias = 41,

    /// <summary>First feed-forward weight [inner, d].</summary>
    ExpandWeight = 42,

    /// <summary>First feed-forward bias [inner].</summary>
    ExpandBias = 43,

    /// <summary>Second feed-forward weight [d, inner].</summary>
    ContractWeight = 44,

    /// <summary>Second feed-forward bias [d].</summary>
    ContractBias = 45,

    /// <summary>Gain of the LayerNorm after the feed-forward [d].</summary>
    FeedForwardGain = 46,

    /// <summary>Bias of the LayerNorm after the feed-forward [d].</summary>
    FeedForwardBias = 47,

    /// <summary>W₁ [d, d] of the soft-attention readout.</summary>
    ReadoutLocalWeight = 64,

    /// <summary>b₁ [d] of the soft-attention readout.</summary>
    ReadoutLocalBias = 65,

    /// <summary>W₂ [d, d] of the soft-attention readout.</summary>
    ReadoutMeanWeight = 66,

    /// <summary>v [d] of the soft-attention readout.</summary>
    ReadoutVector = 67,

    /// <summary>a [T_max] of the copy head, that of the most recent position first.</summary>
    CopyRecencyBias = 80,

    /// <summary>b [T_max] of the copy head's gate, that of one position first.</summary>
    CopyLengthBias = 81,

    /// <summary>w [1] of the copy head's gate.</summary>
    CopyRepeatWeight = 82,
}
