using FsCheck.Xunit;
using OnDeviceRec.Device.Older;

namespace OnDeviceRec.Device.Tests.Older;

/// <summary>a·b + c in plain code beside the processor's, or the C library's, which round once too.</summary>
public sealed class MathFMembersTests
{
    // Of every kind, with the neighbors of powers of two, whose products lie just beside the middle between two floats.
    private static readonly float[] Hard =
    [
        0f, -0f, 1f, -1f, 3f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN, .. Enumerable.Range(-149, 277).Where(e => e % 12 < 2).SelectMany(AroundPower),
    ];

    [Fact]
    public void Hard_numbers_give_the_same_bits()
    {
        foreach (float a in Hard)
        {
            foreach (float b in Hard)
            {
                foreach (float c in Hard) AssertSame(a, b, c);
            }
        }
    }

    [Fact]
    public void Random_bits_give_the_same_bits()
    {
        var random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) AssertSame(Bits(random), Bits(random), Bits(random));

        static float Bits(Random random) => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
    }

    [Fact]
    public void What_a_double_takes_for_the_middle_between_two_floats_gives_the_same_bits()
    {
        // From 2^24 to 2^25 floats are even numbers. An odd product lies in the middle, and a double has no place for so small a c.
        var random = new Random(2);
        int twiceRounded = 0;
        for (int i = 0; i < 100_000; i++)
        {
            float a = 4097 + (2 * random.Next(600)), b = 4097 + (2 * random.Next(600));
            float c = MathF.ScaleB(random.Next(2) - 0.5f, random.Next(-140, -30));
            AssertSame(a, b, c);
            if ((float)(((double)a * b) + c) != MathF.FusedMultiplyAdd(a, b, c)) twiceRounded++;
        }

        Assert.True(twiceRounded > 10_000, $"Only {twiceRounded} of them are wrong when they are rounded twice.");
    }

    [Fact]
    public void Sums_below_the_normal_floats_give_the_same_bits()
    {
        var random = new Random(3);
        for (int i = 0; i < 1_000_000; i++)
        {
            float a = MathF.ScaleB(1 + random.NextSingle(), -random.Next(60, 80)), b = random.NextSingle() - 0.5f;
            AssertSame(a, MathF.ScaleB(b, -random.Next(60, 80)), random.Next(-100, 100) * float.Epsilon);
        }
    }

    [Property(MaxTest = 2000)]
    public void Any_floats_give_the_same_bits(float a, float b, float c) => AssertSame(a, b, c);

    private static float[] AroundPower(int exponent)
    {
        float power = MathF.ScaleB(1, exponent);
        return [power, MathF.BitIncrement(power), -MathF.BitDecrement(power)];
    }

    private static void AssertSame(float a, float b, float c)
    {
        float expected = MathF.FusedMultiplyAdd(a, b, c), actual = MathFMembers.FusedMultiplyAdd(a, b, c);
        bool isSame = float.IsNaN(expected) || float.IsNaN(actual)
            ? float.IsNaN(expected) && float.IsNaN(actual)
            : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual);
        if (!isSame) Assert.Fail($"{a:R}·{b:R} + {c:R} is {expected:R}, not {actual:R}.");
    }
}
