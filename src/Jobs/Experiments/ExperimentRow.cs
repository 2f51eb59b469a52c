using System.Text.Json.Nodes;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>A row of an experiment's table.</summary>
/// <param name="Cells">What people read, one for each of the experiment's heads.</param>
/// <param name="Values">The same for programs: fractions, bytes, seconds.</param>
/// <param name="Fault">If the row shows that something is wrong: what, and what to do, in one line.</param>
public sealed record ExperimentRow(IReadOnlyList<string> Cells, JsonObject Values, string? Fault = null);
