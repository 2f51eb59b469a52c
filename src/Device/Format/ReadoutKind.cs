namespace OnDeviceRec.Device.Format;

/// <summary>How the encoder's output h is read from the last layer's x_0..x_{T-1}; the values are the file's codes.</summary>
public enum ReadoutKind
{
    /// <summary>h = Σ_l a_l x_l with a_l = vᵀ σ(W₁ tanh(x_l) + b₁ + W₂ m), m = mean_l x_l.</summary>
    SoftAttention = 0,

    /// <summary>h = x_{T-1}.</summary>
    Last = 1,
}
