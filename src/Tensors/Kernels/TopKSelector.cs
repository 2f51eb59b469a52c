using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>The K best of scores that arrive in blocks: highest first, equal scores by lower index.</summary>
/// <remarks>
/// <para>
/// The caller's two spans of K hold a heap whose root is the worst entry kept; a vector scan compares 32 scores at a time with it
/// and nearly always passes on (20 of 40,000 scores in random order: about 170 reach the heap). Nothing is allocated.
/// </para>
/// <para>Blocks come in ascending order of index; a later score that equals the worst one kept therefore loses, as it should.</para>
/// </remarks>
internal ref struct TopKSelector
{
    private readonly Span<int> indices;
    private readonly Span<float> scores;
    private int count;

    // What a score must exceed to enter; -∞ until the heap is full, so that every finite score does.
    private float threshold;

    /// <summary>K = indices.Length = scores.Length; K may be 0.</summary>
    public TopKSelector(Span<int> indices, Span<float> scores)
    {
        Debug.Assert(indices.Length == scores.Length);
        this.indices = indices;
        this.scores = scores;
        threshold = indices.IsEmpty ? float.PositiveInfinity : float.NegativeInfinity;
    }

    /// <summary>
    /// Takes block[i] as the score of index firstIndex + i. False where a score is NaN or infinite: the selection is then void.
    /// </summary>
    public bool Offer(ReadOnlySpan<float> block, int firstIndex)
    {
        ref float x0 = ref MemoryMarshal.GetReference(block);
        Vector256<float> bar = Vector256.Create(threshold);

        // 0·x is 0 for a finite x and NaN for any other: one multiply-add a vector checks them all.
        Vector256<float> poison = default, poison2 = default;
        int n = block.Length;
        int i = 0;
        for (; i <= n - 4 * Lanes.Count; i += 4 * Lanes.Count)
        {
            Vector256<float> v0 = Vector256.LoadUnsafe(ref x0, (nuint)i), v1 = Vector256.LoadUnsafe(ref x0, (nuint)i + 8);
            Vector256<float> v2 = Vector256.LoadUnsafe(ref x0, (nuint)i + 16), v3 = Vector256.LoadUnsafe(ref x0, (nuint)i + 24);
            poison = Vector256.MultiplyAddEstimate(v0, Vector256<float>.Zero, poison);
            poison2 = Vector256.MultiplyAddEstimate(v1, Vector256<float>.Zero, poison2);
            poison = Vector256.MultiplyAddEstimate(v2, Vector256<float>.Zero, poison);
            poison2 = Vector256.MultiplyAddEstimate(v3, Vector256<float>.Zero, poison2);
            Vector256<float> above = (Vector256.GreaterThan(v0, bar) | Vector256.GreaterThan(v1, bar))
                | (Vector256.GreaterThan(v2, bar) | Vector256.GreaterThan(v3, bar));
            if (above == Vector256<float>.Zero)
                continue;
            for (int k = i; k < i + 4 * Lanes.Count; k++)
                Consider(Unsafe.Add(ref x0, k), firstIndex + k);
            bar = Vector256.Create(threshold);
        }

        float rest = Lanes.Sum(poison + poison2);
        for (; i < n; i++)
        {
            float score = Unsafe.Add(ref x0, i);
            rest += score * 0f;
            Consider(score, firstIndex + i);
        }

        return rest == 0f;
    }

    /// <summary>
    /// Adds a number to the scores kept, after the last block; what is then below the lowest float becomes that. What rounding makes equal
    /// stands by index.
    /// </summary>
    public readonly void Shift(double shift)
    {
        foreach (ref float score in scores[..count])
            score = (float)Math.Max(score + shift, float.MinValue);
        for (int i = count / 2 - 1; i >= 0; i--)
            SiftDown(scores[i], indices[i], count, i);
    }

    /// <summary>Gives an index a score, after the last block; where it has been offered, one that is not lower than it has now.</summary>
    public void Raise(int index, float score)
    {
        int place = indices[..count].IndexOf(index);
        if (place >= 0) SiftDown(score, index, count, place);
        else if (count < scores.Length || (count > 0 && Worse(scores[0], indices[0], score, index))) Enter(score, index);
    }

    /// <summary>Sorts the entries kept, best first, and returns how many there are: min(K, scores offered).</summary>
    public int Finish()
    {
        // The worst goes to the end, then the worst of what is left.
        for (int end = count - 1; end > 0; end--)
        {
            (float score, int index) = (scores[end], indices[end]);
            (scores[end], indices[end]) = (scores[0], indices[0]);
            SiftDown(score, index, end);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Consider(float score, int index)
    {
        if (score > threshold)
            Enter(score, index);
    }

    private void Enter(float score, int index)
    {
        if (count < scores.Length)
            SiftUp(score, index, count++);
        else
            SiftDown(score, index, count);
        if (count == scores.Length)
            threshold = scores[0];
    }

    /// <summary>Puts an entry into the hole at <paramref name="hole"/> and lets it rise while it is worse than its parent.</summary>
    private readonly void SiftUp(float score, int index, int hole)
    {
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!Worse(score, index, scores[parent], indices[parent]))
                break;
            (scores[hole], indices[hole]) = (scores[parent], indices[parent]);
            hole = parent;
        }

        (scores[hole], indices[hole]) = (score, index);
    }

    /// <summary>Puts an entry into the hole of a heap of <paramref name="size"/> entries and lets it sink below all worse ones.</summary>
    private readonly void SiftDown(float score, int index, int size, int hole = 0)
    {
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1)
        {
            if (child + 1 < size && Worse(scores[child + 1], indices[child + 1], scores[child], indices[child]))
                child++;
            if (!Worse(scores[child], indices[child], score, index))
                break;
            (scores[hole], indices[hole]) = (scores[child], indices[child]);
            hole = child;
        }

        (scores[hole], indices[hole]) = (score, index);
    }

    private static bool Worse(float score, int index, float otherScore, int otherIndex) =>
        score < otherScore || (score == otherScore && index > otherIndex);
}
