using System.Diagnostics;
using System.Reflection;

namespace OnDeviceRec.Fuzzing;

/// <summary>What became of a target's mutations.</summary>
/// <param name="target">The target.</param>
public sealed class Figures(FuzzTarget target)
{
    private readonly HashSet<(Type, MethodBase?, int)> refusals = [], faults = [];

    /// <summary>The target's name.</summary>
    public string Name { get; } = target.Name;

    /// <summary>Inputs that were tried.</summary>
    public int Mutations { get; private set; }

    /// <summary>Those that were taken and used.</summary>
    public int Accepted { get; private set; }

    /// <summary>Those that ended in a documented exception.</summary>
    public int Refused { get; private set; }

    /// <summary>Places in the code where refusals were thrown: how deep mutations get.</summary>
    public int Refusals => refusals.Count;

    /// <summary>The most bytes that reading an input allocated.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>The most of what may be allocated, as a share.</summary>
    public double MostOfBound { get; private set; }

    /// <summary>What may be allocated.</summary>
    public string Bound { get; } = FormattableString.Invariant($"{target.Factor} n + {target.Constant >> 10:N0} KiB");

    /// <summary>The longest that an input took, use included.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>One line for each place in the code that threw what it may not.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Counts an input.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="time">The time that it took.</param>
    public void Add(Outcome outcome, TimeSpan time)
    {
        Mutations++;
        if (outcome.Refusal is null) Accepted++;
        else Refused++;
        if (outcome.Refusal is { } refusal) refusals.Add(Place(refusal));
        MostAllocated = Math.Max(MostAllocated, outcome.Allocated);
        MostOfBound = Math.Max(MostOfBound, outcome.OfBound);
        if (time > Slowest) Slowest = time;
    }

    /// <summary>Counts an input that brought a fault to light.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>Whether it is the first from its place in the code.</returns>
    public bool AddFault(Exception fault)
    {
        Mutations++;
        return faults.Add(Place(fault));
    }

    // What was thrown, and where what led to it was.
    private static (Type Type, MethodBase? Method, int Offset) Place(Exception thrown)
    {
        StackFrame? frame = new StackTrace(thrown.GetBaseException(), fNeedFileInfo: false).GetFrame(0);
        return (thrown.GetType(), frame?.GetMethod(), frame?.GetILOffset() ?? 0);
    }
}
