using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Data;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class ItemVectorsTests
{
    [Fact]
    public void Worked_vectors_of_sequences()
    {
        // MᵀM = (2 2 0 | 2 2 0 | 0 0 1) and a fourth item that no sequence has.
        using Tensor vectors = ItemVectors.OfSequences(Sequences.Of([0, 1], [1, 0], [2]), items: 4, count: 3, seed: 1);
        double half = Math.Sqrt(0.5);
        double[] expected = [half, 0, 0, half, 0, 0, 0, 1, 0, 0, 0, 0];
        Assert.All(vectors.Span.ToArray().Zip(expected), pair => Assert.Equal(pair.Second, Math.Abs(pair.First), 1e-6));
        Assert.Equal(vectors.Row(0)[0], vectors.Row(1)[0], 1e-6);
    }

    [Property(MaxTest = 40)]
    public Property Vectors_of_sequences_are_the_strongest_singular_vectors() => Prop.ForAll(Cases(), one =>
    {
        (int items, int count, int[][] sequences) = one;
        double[] gram = new double[items * items];
        foreach (int[] sequence in sequences)
        {
            foreach (int v in sequence)
                foreach (int w in sequence) gram[(v * items) + w]++;
        }

        using Tensor vectors = ItemVectors.OfSequences(Sequences.Of(sequences), items, count, seed: 7);
        double[] strongest = new SymmetricEigen(gram, items).Values[..count];
        double sum = 0;
        for (int n = 0; n < count; n++)
        {
            double[] column = [.. Enumerable.Range(0, items).Select(v => (double)vectors.Row(v)[n])];
            sum += Enumerable.Range(0, gram.Length).Sum(i => gram[i] * column[i / items] * column[i % items]);
            Assert.Equal(strongest[n] > 1e-9 ? 1 : 0, column.Sum(x => x * x), 1e-5);
            for (int m = 0; m < n; m++) Assert.Equal(0, Enumerable.Range(0, items).Sum(v => column[v] * vectors.Row(v)[m]), 1e-5);
        }

        Assert.InRange(sum / strongest.Sum(), 0.999, 1.00001);
    });

    [Fact]
    public void What_has_no_such_vectors_is_refused()
    {
        Sequences sequences = Sequences.Of([0, 4]);
        Assert.Contains("3 items have no 4 singular vectors", Message(3, 4), StringComparison.Ordinal);
        Assert.Contains("9 items have no 0 singular vectors", Message(9, 0), StringComparison.Ordinal);
        Assert.Contains("a sequence has item 5 of 4", Message(4, 2), StringComparison.Ordinal);

        string Message(int items, int count) =>
            Assert.Throws<ArgumentException>(() => ItemVectors.OfSequences(sequences, items, count, seed: 1)).Message;
    }

    // Fewer items than columns of the iteration, and more of them; repeats within a sequence; items that no sequence has.
    private static Arbitrary<(int Items, int Count, int[][] Sequences)> Cases() => (
        from items in Gen.Choose(1, 40)
        from count in Gen.Choose(1, Math.Min(items, 5))
        from number in Gen.Choose(1, 60)
        from sequences in Gen.Choose(1, 6).SelectMany(n => Gen.Choose(0, items - 1).ArrayOf(n)).ArrayOf(number)
        select (items, count, sequences)).ToArbitrary();
}
