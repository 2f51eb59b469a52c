using OnDeviceRec.Mpi;
using OnDeviceRec.Mpi.Ranks;

// What tests/Mpi/run has ranks do; each command is a method of Commands.
string memory = Commands.BeginningsOfMemory();
return MpiLaunch.Run(
    ranks => args switch
    {
        ["check"] => Commands.Check(ranks),
        ["time"] => Commands.Time(ranks),
        ["runtime"] => Commands.Runtime(ranks, memory),
        ["throw", var rank] => Commands.Throw(ranks, int.Parse(rank)),
        ["defect", var rank] => Commands.Defect(ranks, int.Parse(rank)),
        ["return", var rank, var code] => Commands.Return(ranks, int.Parse(rank), int.Parse(code)),
        ["exit", var rank, var code] => Commands.Exit(ranks, int.Parse(rank), int.Parse(code)),
        ["differ"] => Commands.Differ(ranks),
        ["thread"] => Commands.OtherThread(ranks),
        ["forever"] => Commands.Forever(ranks),
        _ => throw new FormatException("usage: OnDeviceRec.Mpi.Ranks COMMAND [ARGUMENT...]; see Program.cs."),
    },
    Console.Error,
    error => error is FormatException ? error.Message : null);
