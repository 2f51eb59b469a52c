using System.Numerics.Tensors;
using OnDeviceRec.Device.Format;
using Tensor = OnDeviceRec.Tensors.Tensor;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Places items that are alike in cells of a grid with the same last coordinate, so that what the last core holds for that coordinate is
/// something they have in common.
/// </summary>
/// <remarks>
/// The items are halved again and again, down to the group of one coordinate: each time in the direction of the greatest variance of their
/// rows, made of length one (power iteration), then a few times in that of the two halves' means (2-means with halves of a given
/// size). Nothing is random, and nothing depends on the number of threads.
/// </remarks>
public sealed class Likeness
{
    private const int PowerSteps = 12, MeanSteps = 5;

    private readonly float[][] rows;
    private readonly int[] order;
    private readonly float[] direction, other, mean, keys;

    private Likeness(Tensor table)
    {
        rows = [.. Enumerable.Range(0, table.Rows).Select(row => table.Row(row).ToArray())];
        foreach (float[] row in rows) Multiply(row, 1 / MathF.Max(TensorPrimitives.Norm<float>(row), 1e-12f));
        order = [.. Enumerable.Range(0, rows.Length)];
        (direction, other, mean, keys) = (new float[table.Columns], new float[table.Columns], new float[table.Columns], new float[rows.Length]);
    }

    /// <summary>A placement by likeness.</summary>
    /// <param name="table">What the items are compared by, [V, d]: a teacher's table.</param>
    /// <param name="lastRows">I_N of the grid, at least 1.</param>
    public static Placement Place(Tensor table, int lastRows)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastRows, 1);
        var likeness = new Likeness(table);
        int[] last = new int[table.Rows];
        likeness.Split(0, 0, lastRows, lastRows, last);
        return new Placement(lastRows, last);
    }

    // Gives the items from the given place of the order on the coordinates firstGroup .. endGroup − 1, as many each as the grid has room.
    private void Split(int from, int firstGroup, int endGroup, int lastRows, int[] last)
    {
        int middle = (firstGroup + endGroup) / 2, left = Room(firstGroup, middle, lastRows), count = left + Room(middle, endGroup, lastRows);
        if (count == 0) return;
        if (endGroup - firstGroup == 1)
        {
            foreach (int item in order.AsSpan(from, count)) last[item] = firstGroup;
            return;
        }

        Span<int> items = order.AsSpan(from, count);
        if (left > 0 && left < count)
        {
            FindVariance(items);
            Sort(items);
            for (int step = 0; step < MeanSteps; step++)
            {
                Mean(items[..left], other);
                Mean(items[left..], direction);
                TensorPrimitives.Subtract<float>(direction, other, direction);
                Sort(items);
            }
        }

        Split(from, firstGroup, middle, lastRows, last);
        Split(from + left, middle, endGroup, lastRows, last);
    }

    // Rows m·I_N + q below V with q in the range.
    private int Room(int firstGroup, int endGroup, int lastRows)
    {
        (int whole, int rest) = Math.DivRem(rows.Length, lastRows);
        return (whole * (endGroup - firstGroup)) + Math.Clamp(rest, firstGroup, endGroup) - firstGroup;
    }

    private void FindVariance(ReadOnlySpan<int> items)
    {
        Mean(items, mean);
        TensorPrimitives.Subtract<float>(rows[items[0]], mean, direction);
        for (int step = 0; step < PowerSteps; step++)
        {
            other.AsSpan().Clear();
            float shift = Dot(mean), sum = 0;
            foreach (int item in items)
            {
                float along = Dot(rows[item]) - shift;
                Add(rows[item], along, other);
                sum += along;
            }

            Add(mean, -sum, other);
            float length = TensorPrimitives.Norm<float>(other);
            if (length == 0) return;
            Multiply(other, 1 / length);
            other.CopyTo(direction, 0);
        }
    }

    private void Mean(ReadOnlySpan<int> items, float[] result)
    {
        result.AsSpan().Clear();
        foreach (int item in items) Add(rows[item], 1f / items.Length, result);
    }

    // Along the direction; of equal ones the lower item first.
    private void Sort(Span<int> items)
    {
        foreach (int item in items) keys[item] = Dot(rows[item]);
        items.Sort((a, b) => keys[a].CompareTo(keys[b]) is var difference and not 0 ? difference : a.CompareTo(b));
    }

    private float Dot(float[] x) => TensorPrimitives.Dot<float>(x, direction);

    private static void Add(float[] x, float factor, float[] sum) => TensorPrimitives.MultiplyAdd(x, factor, sum, sum);

    private static void Multiply(float[] x, float factor) => TensorPrimitives.Multiply(x, factor, x);
}
