using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;

namespace OnDeviceRec.Models.Tables;

/// <summary>An item table during one step: all its uses share what it costs once.</summary>
public readonly struct TableOnTape
{
    private readonly Tape tape;
    private readonly Variable? matrix;
    private readonly IFactoredTable? factored;

    /// <summary>A whole table.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="matrix">E, [V, d], on it.</param>
    public TableOnTape(Tape tape, Variable matrix) => (this.tape, this.matrix) = (tape, matrix);

    internal TableOnTape(Tape tape, IFactoredTable factored) => (this.tape, this.factored) = (tape, factored);

    /// <summary>Some rows, [n, d].</summary>
    /// <param name="rows">n rows from 0, repeats allowed; must stay as they are until the tape is reset.</param>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public Variable Rows(ReadOnlyMemory<int> rows) =>
        matrix is null ? factored!.RowsOfStep(tape, rows) : GatherRows.Apply(tape, matrix, rows);

    /// <summary>h·Eᵀ, not yet computed.</summary>
    /// <param name="h">[B, d].</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public CatalogScores Scores(Variable h) => matrix is null ? factored!.ScoresOfStep(tape, h) : CatalogScores.OfTable(h, matrix);

    /// <summary>h·Eᵀ of some rows, [B, n], not yet computed.</summary>
    /// <param name="h">[B, d].</param>
    /// <param name="rows">n rows from 0; must stay as they are until the tape is reset.</param>
    /// <exception cref="ArgumentException">The widths differ, or there is no such row.</exception>
    public CatalogScores Scores(Variable h, ReadOnlyMemory<int> rows) =>
        matrix is null ? factored!.ScoresOfStep(tape, h, rows) : CatalogScores.OfTable(h, GatherRows.Apply(tape, matrix, rows));
}
