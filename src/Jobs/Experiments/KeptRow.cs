namespace OnDeviceRec.Jobs.Experiments;

/// <summary>A row in an experiment's file.</summary>
/// <param name="Name">Which row of the table it is.</param>
/// <param name="MadeOf">Everything that it depends on: made of the same, it would be the same.</param>
/// <param name="Command">The command that made it.</param>
/// <param name="Row">The row.</param>
internal sealed record KeptRow(string Name, string MadeOf, string Command, ExperimentRow Row);
