using System.Numerics.Tensors;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>
/// Model files and sequence-kNN together. An item of the present sequence is as likely as the models say, P(v). What they leave for new
/// items is shared with the <see cref="KnnVotes"/>: (1 − λ)·P(v) + λ·P(new)·votes(v) / Σ votes(new). A yardstick, not for a device.
/// </summary>
/// <remarks>
/// The two err elsewhere: a neighbor's items follow what few sequences did exactly, a model what many did alike. Where no neighbor votes,
/// the models speak alone.
/// </remarks>
public sealed class KnnBlendRanker : IRanker
{
    private readonly EnsembleRanker models;
    private readonly KnnVotes votes;
    private readonly float share;

    /// <summary>A blend.</summary>
    /// <param name="models">The models; P is the softmax of their mean scores, which for models that copy are ln P already.</param>
    /// <param name="index">Where neighbors come from. Only read: rankers may share it.</param>
    /// <param name="options">The settings of sequence-kNN.</param>
    /// <param name="share">λ, from 0 to 1.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public KnnBlendRanker(EnsembleRanker models, KnnIndex index, KnnOptions options, float share)
    {
        if (share is not (>= 0 and <= 1)) throw new ArgumentException($"KnnBlendRanker: the share is {share}; it must be from 0 to 1.");
        (this.models, votes, this.share) = (models, new KnnVotes(index, options), share);
    }

    /// <inheritdoc/>
    public void Begin()
    {
        models.Begin();
        votes.Begin();
    }

    /// <inheritdoc/>
    public void Append(int row)
    {
        models.Append(row);
        votes.Append(row);
    }

    /// <inheritdoc/>
    public int Top(Span<int> rows)
    {
        Span<float> likely = models.Score();
        TensorPrimitives.SoftMax(likely, likely);
        votes.Count();
        float ofNew = 1, all = 0;
        var own = new List<(int Row, float Likely)>();
        for (int age = votes.Own.Length - 1; age >= 0; age--)
            if (votes.Own.IsLast(age, out int row)) own.Add((row, likely[row]));
        foreach ((_, float ofOwn) in own) ofNew -= ofOwn;
        foreach (int row in votes.Rows)
            if (!votes.Own.Holds(row)) all += votes[row];
        if (all > 0)
        {
            TensorPrimitives.Multiply(likely, 1 - share, likely);
            foreach (int row in votes.Rows) likely[row] += share * Math.Max(0, ofNew) * votes[row] / all;
            foreach ((int row, float ofOwn) in own) likely[row] = ofOwn;
        }

        votes.Clear();
        return RankedList.Greatest(likely, rows);
    }
}
