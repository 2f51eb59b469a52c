using System.Globalization;

namespace OnDeviceRec.Mpi;

/// <summary>What the environment says of a process that mpirun, or another that starts ranks, has started.</summary>
/// <param name="Variable">The variable that says so.</param>
/// <param name="Rank">This rank, or null where it is not told.</param>
/// <param name="Ranks">How many there are, or null where it is not told.</param>
internal sealed record Launch(string Variable, int? Rank, int? Ranks)
{
    // Open MPI; MPICH, what comes of it, and srun; and what speaks PMIx, which tells no number.
    private static readonly (string? Ranks, string Rank)[] Variables =
        [("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"), ("PMI_SIZE", "PMI_RANK"), (null, "PMIX_RANK")];

    /// <summary>"rank 2 of 4".</summary>
    public string Name => NameOf(Rank, Ranks);

    /// <summary>This process's, or null if it was started otherwise.</summary>
    /// <param name="variable">A variable of the environment, or null.</param>
    public static Launch? Read(Func<string, string?> variable)
    {
        foreach ((string? ranks, string rank) in Variables)
        {
            int? number = Number(variable(rank)), all = ranks is null ? null : Number(variable(ranks));
            if ((ranks is null ? number : all) is not null) return new Launch(ranks ?? rank, number, all);
        }

        return null;
    }

    public static string NameOf(int? rank, int? ranks)
    {
        string name = rank is null ? "a rank" : string.Create(CultureInfo.InvariantCulture, $"rank {rank}");
        return ranks is null ? name : string.Create(CultureInfo.InvariantCulture, $"{name} of {ranks}");
    }

    /// <summary>How many ranks this machine has, or null where it is not told.</summary>
    /// <param name="variable">A variable of the environment, or null.</param>
    public static int? RanksOfMachine(Func<string, string?> variable) =>
        Number(variable("OMPI_COMM_WORLD_LOCAL_SIZE")) ?? Number(variable("MPI_LOCALNRANKS"));

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
