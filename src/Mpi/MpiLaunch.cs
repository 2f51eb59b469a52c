using OnDeviceRec.Tensors;

namespace OnDeviceRec.Mpi;

/// <summary>
/// Work that runs on as many processes as mpirun started, and on this one alone if it was started otherwise: the same program, the same
/// call.
/// </summary>
public static class MpiLaunch
{
    /// <summary>Whether mpirun, or another that starts ranks such as srun, has started this process.</summary>
    public static bool IsRank => Launch.Read(Environment.GetEnvironmentVariable) is not null;

    /// <summary>How many ranks share this machine's processors; 1 without mpirun, and where it is not told as many as there are.</summary>
    public static int RanksOfMachine => Launch.Read(Environment.GetEnvironmentVariable) is not { } launch
        ? 1
        : Math.Max(1, Launch.RanksOfMachine(Environment.GetEnvironmentVariable) ?? launch.Ranks ?? 1);

    /// <summary>
    /// Does the work as one of the ranks. Without mpirun it gets a <see cref="SingleProcess"/>, nothing native is loaded, and what it
    /// throws is the caller's. As a rank that throws it writes "rank 2 of 4: …" and ends all ranks, by the exit code 1; one that returns
    /// another code than 0 ends all of them by that one. Otherwise it returns when all have done their work. A process can do it once.
    /// </summary>
    /// <param name="work">Called on this thread, the only one that may use the collectives. Returns the process's exit code.</param>
    /// <param name="errors">Where a rank that fails writes.</param>
    /// <param name="explain">
    /// The line for a failure that a person can mend, or null for a defect, whose stack trace is written too. <see cref="MpiException"/> is
    /// explained already.
    /// </param>
    /// <returns>The exit code.</returns>
    public static int Run(Func<ICollectives, int> work, TextWriter errors, Func<Exception, string?>? explain = null) =>
        Run(work, errors, explain, Environment.GetEnvironmentVariable);

    internal static int Run(
        Func<ICollectives, int> work, TextWriter errors, Func<Exception, string?>? explain, Func<string, string?> variable)
    {
        if (Launch.Read(variable) is not { } launch) return work(new SingleProcess());
        MpiCollectives collectives;
        try
        {
            collectives = Join(launch, variable(MpiLibrary.PathVariable));
        }
        catch (MpiException e)
        {
            errors.WriteLine($"{launch.Name}: {e.Message}");
            return 1;
        }

        return Run(work, errors, explain, collectives);
    }

    private static int Run(
        Func<ICollectives, int> work, TextWriter errors, Func<Exception, string?>? explain, MpiCollectives collectives)
    {
        string rank = Launch.NameOf(collectives.Rank, collectives.Ranks);
        AppDomain.CurrentDomain.ProcessExit += EndAll;
        try
        {
            int code = work(collectives);
            if (code != 0) collectives.Abort(code);
            collectives.Dispose();
            AppDomain.CurrentDomain.ProcessExit -= EndAll;
            return code;
        }
#pragma warning disable CA1031 // The other ranks wait for this one, whatever it was: they are ended, and so is this process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            string? why = e is MpiException ? e.Message : explain?.Invoke(e);
            Fail((why ?? $"{e.GetType().Name}: {e.Message}").ReplaceLineEndings(" ") + (why is null ? $"{Environment.NewLine}{e}" : null));
            return 1;
        }

        void Fail(string why)
        {
            errors.WriteLine($"{rank}: {why}");
            errors.Flush();
            collectives.Abort(1);
        }

        // mpirun ends the others where one ends with another code than 0; MPICH's then does so too, but with 0 for all.
        void EndAll(object? sender, EventArgs e)
        {
            if (Environment.ExitCode == 0) Fail("the process ends before its work has.");
        }
    }

    // Under the mpirun of another implementation every process is a rank 0 of 1 to its MPI.
    private static MpiCollectives Join(Launch launch, string? path)
    {
        MpiLibrary mpi = MpiLibrary.Load(path);
        MpiCollectives collectives = MpiCollectives.Open(mpi);
        bool isTold = launch.Ranks is null || launch.Ranks == collectives.Ranks;
        if (isTold && (launch.Rank is null || launch.Rank == collectives.Rank)) return collectives;
        string said = Launch.NameOf(collectives.Rank, collectives.Ranks);
        if (collectives.Ranks == 1) collectives.Dispose();
        throw new MpiException(
            $"to MPI this is {said}: {mpi.Path} is built for {mpi.Implementation}, and mpirun is another's ({launch.Variable} is set); "
            + "build it by eng/build-mpi with MPICC set to that one's compiler.");
    }
}
