namespace OnDeviceRec.Tensors;

/// <summary>Work that several threads do together, all at the same time, meeting between its phases.</summary>
internal interface ITeamWork
{
    /// <summary>Does one member's part; must not throw, for the others would wait for ever.</summary>
    /// <param name="member">The member.</param>
    void Run(ref TeamMember member);
}
