namespace OnDeviceRec.Evaluation.Reference;

/// <summary>A core [R, I, J, S] of an item table; a dense table is the core [1, V, d, 1].</summary>
/// <param name="Rank">R.</param>
/// <param name="Rows">I.</param>
/// <param name="Columns">J.</param>
/// <param name="NextRank">S.</param>
/// <param name="Numbers">R·I·J·S numbers, row-major.</param>
internal sealed record ReferenceCore(int Rank, int Rows, int Columns, int NextRank, double[] Numbers);
