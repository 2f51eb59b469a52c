namespace OnDeviceRec.Mpi.Tests;

public sealed class LaunchTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=2 PMIX_RANK=2", "OMPI_COMM_WORLD_SIZE", "rank 2 of 4")]
    [InlineData("PMI_SIZE=16 PMI_RANK=0", "PMI_SIZE", "rank 0 of 16")]
    [InlineData("PMI_SIZE=2", "PMI_SIZE", "a rank of 2")]
    [InlineData("PMIX_RANK=3", "PMIX_RANK", "rank 3")]
    public void What_started_the_rank_is_told_by_its_variables(string environment, string variable, string name)
    {
        Launch launch = Launch.Read(Variables.Of(environment))!;
        Assert.Equal((variable, name), (launch.Variable, launch.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OMPI_COMM_WORLD_RANK=1 PMI_RANK=1 HOME=x")]
    [InlineData("OMPI_COMM_WORLD_SIZE= PMI_SIZE=-2 PMIX_RANK=x")]
    public void Nothing_else_makes_a_rank(string environment) => Assert.Null(Launch.Read(Variables.Of(environment)));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_SIZE=2", 2)]
    [InlineData("PMI_SIZE=8 MPI_LOCALNRANKS=4", 4)]
    [InlineData("PMI_SIZE=8", null)]
    public void Ranks_of_the_machine_are_those_that_are_told(string environment, int? ranks) =>
        Assert.Equal(ranks, Launch.RanksOfMachine(Variables.Of(environment)));
}
