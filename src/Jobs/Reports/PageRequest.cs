namespace OnDeviceRec.Jobs.Reports;

/// <summary>A page that is asked for.</summary>
/// <param name="Path">Where to.</param>
/// <param name="Command">The command that asked for it.</param>
/// <param name="Seed">Keys the draws of its intervals.</param>
public sealed record PageRequest(string Path, string Command, ulong Seed);
