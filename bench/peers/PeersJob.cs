namespace OnDeviceRec.Bench.Peers;

/// <summary>What is measured, and who does it how; null where a peer cannot be had.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Runs">One run of each.</param>
internal sealed record PeersJob(string Name, Dictionary<string, Action?> Runs);
