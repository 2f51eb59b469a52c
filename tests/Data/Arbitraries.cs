using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Data.Tests;

/// <summary>Random sequences of 0 to 12 rows below 9, and the whole numbers that batches are made of.</summary>
public static class Arbitraries
{
    public static Arbitrary<int[][]> Sequences() =>
        Gen.Choose(0, 12).SelectMany(n => Gen.Choose(0, 8).ArrayOf(n)).ArrayOf().ToArbitrary();

    public static Arbitrary<PositiveInt> Small() => Gen.Choose(1, 15).Select(PositiveInt.NewPositiveInt).ToArbitrary();
}
