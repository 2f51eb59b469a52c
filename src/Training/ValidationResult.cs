namespace OnDeviceRec.Training;

/// <summary>What training chooses by, on the validation examples, as fractions.</summary>
/// <param name="HitRate20">HR@20.</param>
/// <param name="ReciprocalRank20">MRR@20.</param>
/// <param name="Gain10">NDCG@10.</param>
public sealed record ValidationResult(double HitRate20, double ReciprocalRank20, double Gain10)
{
    /// <summary>The figure that decides: HR@20 + MRR@20, whether the target is listed and where; sequence-kNN is tuned by it too.</summary>
    public double Criterion => HitRate20 + ReciprocalRank20;
}
