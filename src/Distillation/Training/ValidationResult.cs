namespace OnDeviceRec.Distillation.Training;

/// <summary>What training chooses by, on the validation examples, as fractions.</summary>
/// <param name="HitRate20">HR@20.</param>
/// <param name="ReciprocalRank20">MRR@20.</param>
/// <param name="Gain10">NDCG@10.</param>
public sealed record ValidationResult(double HitRate20, double ReciprocalRank20, double Gain10)
{
    /// <summary>The figure that decides: NDCG@10, which sees both whether the target is listed and where.</summary>
    public double Criterion => Gain10;
}
