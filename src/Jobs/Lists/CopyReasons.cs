using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>
/// Splits the probabilities of listed items into what copying gives, position by position, and what the catalog gives: position l with item
/// v has g·softmax(c)_l / P(v) of it (docs/method.md §6.3). g and c are of the file's numbers, P(v) is the list's score.
/// </summary>
public sealed class CopyReasons
{
    private readonly float[] recency;
    private readonly float[] length;
    private readonly float repeat;

    /// <summary>Takes the numbers of the pointer head.</summary>
    /// <param name="file">The model.</param>
    /// <exception cref="InputException">The model does not copy.</exception>
    public CopyReasons(ModelFile file)
    {
        if (file.Configuration.Head != HeadKind.Copy)
            throw new InputException("--why: this model does not copy, so that the catalog alone carries every item; leave --why out.");
        recency = Numbers(file, TensorRole.CopyRecencyBias);
        length = Numbers(file, TensorRole.CopyLengthBias);
        repeat = Numbers(file, TensorRole.CopyRepeatWeight)[0];
    }

    /// <summary>What carries each item of a list.</summary>
    /// <param name="session">The session's items; of more than T_max the most recent count, as they do for the list.</param>
    /// <param name="items">The listed items.</param>
    /// <param name="scores">Their scores, ln P(v).</param>
    public ItemReason[] Of(ReadOnlySpan<int> session, ReadOnlySpan<int> items, ReadOnlySpan<float> scores)
    {
        int[] held = session[Math.Max(0, session.Length - recency.Length)..].ToArray();
        double repeated = 1 - ((double)held.Distinct().Count() / held.Length), gate = length[held.Length - 1] + (repeat * repeated);
        double largest = recency[..held.Length].Max();
        double logSum = largest + Math.Log(recency[..held.Length].Sum(age => Math.Exp(age - largest)));
        double logGate = Math.Min(gate, 0) - double.LogP1(Math.Exp(-Math.Abs(gate)));
        var reasons = new ItemReason[items.Length];
        for (int i = 0; i < reasons.Length; i++)
        {
            var positions = new List<PositionShare>();
            for (int age = 0; age < held.Length; age++)
            {
                if (held[^(age + 1)] == items[i])
                    positions.Add(new PositionShare(age + 1, Math.Min(1, Math.Exp(logGate + recency[age] - logSum - scores[i]))));
            }

            // The score is rounded: a sum of parts may be above 1 by as little.
            reasons[i] = new ItemReason(Math.Min(1, positions.Sum(one => one.Share)), [.. positions]);
        }

        return reasons;
    }

    private static float[] Numbers(ModelFile file, TensorRole role)
    {
        float[] numbers = new float[file.Count(role)];
        file.CopyTo(role, 0, numbers);
        return numbers;
    }
}
