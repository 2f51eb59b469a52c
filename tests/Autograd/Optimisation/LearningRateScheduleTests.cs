using OnDeviceRec.Autograd.Optimisation;

namespace OnDeviceRec.Autograd.Tests;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Constant_is_one() => Assert.Equal(1f, new LearningRateSchedule.Constant().Factor(123));

    [Fact]
    public void Warmup_rises_in_equal_steps_to_one()
    {
        var warmup = new LearningRateSchedule.LinearWarmup(4);
        Assert.Equal([0.25f, 0.5f, 0.75f, 1f, 1f], Enumerable.Range(0, 5).Select(step => warmup.Factor(step)));
        Assert.Equal(1f, new LearningRateSchedule.LinearWarmup(0).Factor(0));
    }

    [Fact]
    public void Cosine_falls_from_one_over_the_middle_to_the_floor()
    {
        var cosine = new LearningRateSchedule.Cosine(100, 0.2f);
        Assert.Equal(1f, cosine.Factor(0));
        Assert.Equal(0.6f, cosine.Factor(50), 1e-6f);
        Assert.Equal(0.2f, cosine.Factor(100));
        Assert.Equal(0.2f, cosine.Factor(1000));
        for (int step = 0; step < 100; step++) Assert.True(cosine.Factor(step + 1) < cosine.Factor(step));
    }
}
