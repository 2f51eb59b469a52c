namespace OnDeviceRec.Models;

/// <summary>How the encoder turns a sequence's last-layer vectors x_l into one encoding h.</summary>
public enum Readout
{
    /// <summary>The paper's: h = Σ_l a_l x_l with a_l = wᵀ σ(W₁ tanh(x_l) + b₁ + W₂ mean(x)).</summary>
    SoftAttention = 0,

    /// <summary>SASRec's: h = x_{T−1}.</summary>
    Last = 1,
}
