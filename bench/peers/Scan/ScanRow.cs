namespace OnDeviceRec.Bench.Peers.Scan;

/// <summary>A contestant over one catalog.</summary>
/// <param name="Name">Who.</param>
/// <param name="Micros">Microseconds a list.</param>
/// <param name="Bytes">Bytes an item.</param>
/// <param name="Recall">The share of the exact 20 that it lists.</param>
internal sealed record ScanRow(string Name, double Micros, double Bytes, double Recall);
