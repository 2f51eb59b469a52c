namespace OnDeviceRec.Tensors.Tests;

public sealed class ArenaTests
{
    [Fact]
    public void Tensors_do_not_overlap_and_are_aligned_also_beyond_a_block()
    {
        using var arena = new Arena();
        Tensor[] tensors = [.. Enumerable.Range(0, 40).Select(i => arena.Rent(new Shape(i, i * 10)))];
        Tensor large = arena.Rent(new Shape(1_000_000));
        large.Span.Fill(-1);
        for (int i = 0; i < tensors.Length; i++) tensors[i].Span.Fill(i);
        for (int i = 0; i < tensors.Length; i++)
        {
            Assert.Equal(i * i * 10, tensors[i].Length);
            Assert.True(tensors[i].Span.IndexOfAnyExcept(i) < 0);
            Assert.Equal(0, Address(tensors[i]) % 64);
        }

        Assert.True(large.Span.IndexOfAnyExcept(-1f) < 0);
    }

    [Fact]
    public void After_a_reset_the_same_memory_is_lent_again_and_nothing_is_allocated()
    {
        using var arena = new Arena();
        var shape = new Shape(300, 300);
        Tensor first = arena.Rent(shape);
        long address = Address(first);
        for (int i = 0; i < 9; i++) arena.Rent(shape);
        arena.Reset();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Tensor again = arena.Rent(shape);
        for (int i = 0; i < 9; i++) arena.Rent(shape);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(address, Address(again));
        Assert.Same(first, again);
    }

    [Fact]
    public void A_release_takes_back_what_was_lent_since_the_mark_and_nothing_before()
    {
        using var arena = new Arena();
        Tensor kept = arena.RentZeroed(new Shape(10));
        Arena.Mark mark = arena.Here;
        long address = Address(arena.Rent(new Shape(20)));
        arena.Rent(new Shape(1_000_000));
        arena.Release(mark);
        Tensor next = arena.Rent(new Shape(4, 5));
        Assert.Equal(address, Address(next));
        Assert.Equal(new Shape(4, 5), next.Shape);
        next.Span.Fill(7);
        Assert.Equal(new float[10], kept.Span.ToArray());
    }

    [Fact]
    public void Zeroed_tensors_are_zero_where_others_have_been()
    {
        using var arena = new Arena();
        arena.Rent(new Shape(100)).Span.Fill(float.NaN);
        arena.Reset();
        Assert.Equal(new float[100], arena.RentZeroed(new Shape(100)).Span.ToArray());
    }

    private static unsafe long Address(Tensor tensor) => (long)tensor.Pointer;
}
