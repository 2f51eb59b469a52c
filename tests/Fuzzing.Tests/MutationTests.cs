namespace OnDeviceRec.Fuzzing.Tests;

/// <summary>What is done to a file, its reader refuses it as it documents or takes it, without much memory or time.</summary>
public sealed class MutationTests
{
    private const int Mutations = 20_000, Least = 10, Seed = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Names => [.. FuzzTargets.All().Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutations_are_refused_as_documented_or_taken(string name)
    {
        using FuzzTarget target = FuzzTargets.Of(name);
        string folder = Path.Combine(Path.GetTempPath(), "odrec-crashers");
        Figures figures = new FuzzRun(folder, Limit, Console.Error.WriteLine).Of(target, target.PartOf(Mutations, Least), Seed);
        Assert.True(figures.Faults.Count == 0, string.Join('\n', figures.Faults));
        Assert.Equal(figures.Mutations, figures.Accepted + figures.Refused);
    }

    [Fact]
    public void The_targets_share_all_mutations() => Assert.Equal(Mutations, FuzzTargets.All().Sum(target => target.PartOf(Mutations, 1)));
}
