using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class CodebookRowsTests
{
    // Codes of four items, three each, below 2.
    private static readonly byte[] Codes = [0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1];

    [Theory]
    [InlineData(3, 2, 4)]
    [InlineData(3, 5, 1)]
    [InlineData(1, 2, 3)]
    [InlineData(12, 2, 2)]
    public void Value_and_gradients_agree_with_the_twin_repeated_rows_included(int m, int codewords, int part)
    {
        int last = (Codes.Length / m) - 1;
        int[] rows = [last, 0, last, last / 2];
        Check.Gradients(
            (tape, x) => CodebookRows.Apply(tape, x[0], Codes, rows),
            x => CodebookRows.Reference<double>(x[0], m, codewords, Codes, rows),
            new Shape(m, codewords, part));
    }

    [Fact]
    public void A_worked_example()
    {
        using var tape = new Tape();
        using Parameter codebooks = Values.Parameter(new Shape(2, 3, 2), 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
        tape.BeginTraining(0);
        Variable y = CodebookRows.Apply(tape, codebooks, new byte[] { 2, 0, 1, 1, 2, 1 }, new[] { 0, 2, 1 });
        Assert.Equal([5f, 6, 10, 20, 5, 6, 30, 40, 3, 4, 30, 40], y.Value.Span.ToArray());
        WeightedSum.Apply(tape, y, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        tape.Backward();
        Assert.Equal([0f, 0, 9, 10, 6, 8, 3, 4, 18, 20, 0, 0], codebooks.Gradient!.Span.ToArray());
    }

    [Fact]
    public void No_rows_give_an_empty_matrix()
    {
        using var tape = new Tape();
        using Parameter codebooks = Values.RandomParameter(new Shape(3, 2, 4), 1);
        tape.BeginTraining(0);
        Variable y = CodebookRows.Apply(tape, codebooks, Codes, ReadOnlyMemory<int>.Empty);
        tape.Backward();
        Assert.Equal(new Shape(0, 12), y.Shape);
    }

    [Fact]
    public void Rows_and_codewords_that_are_not_there_are_refused()
    {
        using var tape = new Tape();
        using Parameter one = new("one", new Shape(3, 1, 4)), two = new("two", new Shape(3, 2, 4));
        Check.Refused("row 4 (at 1) is not in [4, 3]", () => CodebookRows.Apply(tape, two, Codes, new[] { 0, 4 }));
        Check.Refused("row -1 (at 0) is not in [4, 3]", () => CodebookRows.Apply(tape, two, Codes, new[] { -1 }));
        Check.Refused("code 1 of row 3 is not in [3, 1, 4]", () => CodebookRows.Apply(tape, one, Codes, new[] { 2, 3 }));
    }
}
