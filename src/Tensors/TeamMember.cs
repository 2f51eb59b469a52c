namespace OnDeviceRec.Tensors;

/// <summary>
/// One member of a <see cref="Team"/> at work, or a thread that works alone (the default). All members go through the same phases with the
/// same numbers of tasks.
/// </summary>
internal struct TeamMember(Team? team)
{
    private int first, end, ticket, taken;
    private bool holdsTicket;

    /// <summary>The number of members.</summary>
    public readonly int TeamSize => team?.Size ?? 1;

    /// <summary>Begins a phase.</summary>
    /// <param name="tasks">How many tasks it has.</param>
    public void Begin(int tasks) => (first, end) = (end, end + tasks);

    /// <summary>The next task of the phase, if one is left. A number beyond it is kept for the phases to come.</summary>
    /// <param name="task">0 to the number of tasks − 1.</param>
    public bool Take(out int task)
    {
        if (!holdsTicket) ticket = team?.Take() ?? taken++;
        task = ticket - first;
        holdsTicket = ticket >= end;
        return !holdsTicket;
    }

    /// <summary>Returns when all members have come this far.</summary>
    public readonly void Meet() => team?.Meet();
}
