using OnDeviceRec.Baselines.SequenceKnn;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class KnnOptionsTests
{
    private static readonly KnnOptions Right = new();

    public static TheoryData<KnnOptions, string> Wrong => new()
    {
        { Right with { Candidates = 0 }, "Candidates is 0" },
        { Right with { Neighbors = -1 }, "Neighbors is -1" },
        { Right with { PositionDecay = 0 }, "PositionDecay is 0" },
        { Right with { ItemDecay = float.NaN }, "ItemDecay is NaN" },
        { Right with { ItemDecay = float.PositiveInfinity }, "ItemDecay is" },
        { Right with { RepeatWeight = -0.5f }, "RepeatWeight is -0.5" },
        { Right with { RepeatRecency = float.NaN }, "RepeatRecency is NaN" },
    };

    [Fact]
    public void The_defaults_are_right() => Assert.Same(Right, Right.Checked());

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_setting_out_of_its_range_is_named_with_its_value(KnnOptions options, string fault) =>
        Assert.Contains(fault, Assert.Throws<ArgumentException>(options.Checked).Message, StringComparison.Ordinal);
}
