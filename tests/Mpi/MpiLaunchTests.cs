namespace OnDeviceRec.Mpi.Tests;

/// <summary>What needs no mpirun; tests/Mpi/run has the rest.</summary>
public sealed class MpiLaunchTests : IDisposable
{
    private const string Started = "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=2";

    private readonly StringWriter errors = new();

    public void Dispose() => errors.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Without_mpirun_the_work_is_done_by_this_process_alone(int code)
    {
        int thread = 0;
        Assert.Equal(code, Run(string.Empty, ranks =>
        {
            thread = Environment.CurrentManagedThreadId;
            Assert.Equal((0, 1), (ranks.Rank, ranks.Ranks));
            return code;
        }));
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public void Without_mpirun_what_the_work_throws_is_the_caller_s()
    {
        Assert.Throws<FormatException>(() => Run(string.Empty, _ => throw new FormatException()));
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public void These_tests_are_no_rank()
    {
        Assert.False(MpiLaunch.IsRank);
        Assert.Equal(1, MpiLaunch.Run(ranks => ranks.Ranks, errors));
    }

    [Fact]
    public void A_rank_without_a_library_says_what_to_do()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "libodr_mpi.so");
        Assert.Equal(
            $"rank 2 of 4: mpirun started this process, but there is no {path}: build it by eng/build-mpi, and set ODREC_MPI to its path.",
            Refusal(Started));
        Assert.Contains("there is no /nowhere/x.so: build", Refusal($"{Started} ODREC_MPI=/nowhere/x.so"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The words are those of Linux.");
        string path = Repository.PathOf("README.md");
        Assert.Equal(
            $"rank 2 of 4: {path} cannot be loaded ({path}: invalid ELF header): build it on this machine by eng/build-mpi.",
            Refusal($"{Started} ODREC_MPI={path}"));
    }

    [Fact]
    public void A_library_of_something_else_is_named()
    {
        string path = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*System.Native*").Single();
        Assert.Equal(
            $"rank 2 of 4: {path} is not the library of this version: build it again by eng/build-mpi.",
            Refusal($"{Started} ODREC_MPI={path}"));
    }

    private string Refusal(string environment)
    {
        errors.GetStringBuilder().Clear();
        Assert.Equal(1, Run(environment, _ => throw new InvalidOperationException("There are no ranks.")));
        return Assert.Single(errors.ToString().Split(errors.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private int Run(string environment, Func<Tensors.ICollectives, int> work) =>
        MpiLaunch.Run(work, errors, explain: null, Variables.Of(environment));
}
