namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainInitializerTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_table_starts_with_the_variance_of_a_dense_start(int cores)
    {
        TensorTrainShape shape = cores == 2
            ? new TensorTrainShape(2_500, [50, 50], [8, 4], [24], 2)
            : new TensorTrainShape(3_375, [15, 15, 15], [4, 4, 4], [12, 14], 2);
        using var train = new Train(shape);
        TensorTrainInitializer.Fill(shape, train.Cores, seed: 3);
        using Tensor table = train.Table();
        double mean = 0, square = 0;
        foreach (float x in table.Span) (mean, square) = (mean + x, square + ((double)x * x));
        Assert.Equal(0, mean / table.Length, 0.01);
        Assert.Equal(1, square / table.Length / TensorTrainInitializer.TableVariance, 0.1);
    }

    [Fact]
    public void Latent_weights_start_small_behind_a_table_of_nearly_that_variance()
    {
        const float Scale = 0.3f;
        using Tensor projection = new(new Shape(16, 24)), latent = new(new Shape(2_000, 24));
        TensorTrainInitializer.FillBinary(projection, latent, Scale, seed: 3);
        Assert.Equal(0.75, 24 * Square(projection) * Scale * Scale / TensorTrainInitializer.TableVariance, 0.1);
        // A quarter of the bound of a core, s⁴ = 9·σ²/24, whose uniform numbers have a third of its square.
        Assert.Equal(Math.Pow(9 * TensorTrainInitializer.TableVariance / 24, 0.25) / 4, Math.Sqrt(3 * Square(latent)), 0.001);
    }

    private static double Square(Tensor core)
    {
        double sum = 0;
        foreach (float x in core.Span) sum += (double)x * x / core.Length;
        return sum;
    }

    [Fact]
    public void Values_depend_on_the_seed_and_the_core_alone()
    {
        var shape = new TensorTrainShape(36, [6, 6], [4, 4], [4]);
        using Train first = new(shape), second = new(shape), third = new(shape);
        TensorTrainInitializer.Fill(shape, first.Cores, seed: 3);
        TensorTrainInitializer.Fill(shape, second.Cores, seed: 3);
        TensorTrainInitializer.Fill(shape, third.Cores, seed: 4);
        for (int k = 0; k < 2; k++) Assert.Equal(first.Cores[k].Span.ToArray(), second.Cores[k].Span.ToArray());
        Assert.NotEqual(first.Cores[0].Span.ToArray(), first.Cores[1].Span.ToArray());
        Assert.NotEqual(first.Cores[0].Span.ToArray(), third.Cores[0].Span.ToArray());
        Assert.All(first.Cores[0].Span.ToArray(), x => Assert.InRange(Math.Abs(x), 0, 0.3));
    }
}
