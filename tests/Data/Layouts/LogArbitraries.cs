using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Data.Tests.Layouts;

/// <summary>Random views of 6 items by 4 visitors, each of whom comes thrice a day for three days, four steps of 20 minutes long.</summary>
public static class LogArbitraries
{
    private const long Start = 1_439_175_600_000, Step = 20 * 60_000, Visit = 8 * 60 * 60_000;
    private const int Owners = 4, Items = 6, Steps = 4, Visits = 9;

    public static Arbitrary<LogEvent[]> Events() =>
        Gen.Choose(1, 150)
            .SelectMany(n => Gen.Choose(0, (Owners * Items * Steps * Visits) - 1).ArrayOf(n))
            .Select(codes => Array.ConvertAll(codes, Decode))
            .ToArbitrary();

    private static LogEvent Decode(int code)
    {
        (int rest, int owner) = Math.DivRem(code, Owners);
        (rest, int item) = Math.DivRem(rest, Items);
        (int visit, int step) = Math.DivRem(rest, Steps);
        return new LogEvent($"v{owner}", $"i{item}", Start + (visit * Visit) + (step * Step));
    }
}
