namespace OnDeviceRec.Distillation.Tests;

public sealed class LossWeightsTests
{
    [Fact]
    public void The_defaults_are_the_paper_s_but_for_the_soft_targets() =>
        Assert.Equal(
            new LossWeights
            {
                CrossEntropy = 0.2f,
                SoftTargets = 8,
                Contrastive = 0.2f,
                Predictive = 0.001f,
                Temperature = 1,
                ContrastiveTemperature = 0.2f,
            },
            new LossWeights().Checked());

    [Fact]
    public void Any_one_weight_may_stand_alone()
    {
        var none = new LossWeights { CrossEntropy = 0, SoftTargets = 0, Contrastive = 0, Predictive = 0 };
        foreach (LossWeights one in (LossWeights[])
            [
                none with { CrossEntropy = 1 },
                none with { SoftTargets = 80 },
                none with { Contrastive = 1 },
                none with { Predictive = 1 },
            ])
        {
            Assert.Same(one, one.Checked());
        }

        Assert.Throws<ArgumentException>(none.Checked);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        AssertRefused(new LossWeights { SoftTargets = -1 }, "the weights are 0.2, -1, 0.2, 0.001");
        AssertRefused(new LossWeights { Predictive = float.NaN }, "NaN");
        AssertRefused(new LossWeights { CrossEntropy = float.PositiveInfinity }, "the weights are");
        AssertRefused(new LossWeights { Temperature = 0 }, "the temperature is 0");
        AssertRefused(new LossWeights { Temperature = float.NaN }, "the temperature is NaN");
        AssertRefused(new LossWeights { ContrastiveTemperature = -0.2f }, "the contrastive temperature is -0.2");
    }

    private static void AssertRefused(LossWeights weights, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(weights.Checked).Message, StringComparison.Ordinal);
}
