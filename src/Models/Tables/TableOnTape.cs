using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;

namespace OnDeviceRec.Models.Tables;

/// <summary>An item table during one step: all its uses share what it costs once.</summary>
public readonly struct TableOnTape
{
    private readonly Tape tape;
    private readonly Variable? matrix;
    private readonly IFactoredTable? factored;
    private readonly IItemTable? rowsOf;

    /// <summary>A whole table.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="matrix">E, [V, d], on it.</param>
    public TableOnTape(Tape tape, Variable matrix) => (this.tape, this.matrix) = (tape, matrix);

    internal TableOnTape(Tape tape, IFactoredTable factored) => (this.tape, this.factored) = (tape, factored);

    private TableOnTape(Tape tape, IItemTable rowsOf) => (this.tape, this.rowsOf) = (tape, rowsOf);

    /// <summary>A table of which a step uses some rows alone, at a cost that does not depend on V.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="table">The table.</param>
    public static TableOnTape OfRows(Tape tape, IItemTable table) => new(tape, table);

    /// <summary>Some rows, [n, d].</summary>
    /// <param name="rows">n rows from 0, repeats allowed; must stay as they are until the tape is reset.</param>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public Variable Rows(ReadOnlyMemory<int> rows) =>
        matrix is not null ? GatherRows.Apply(tape, matrix, rows)
        : factored is not null ? factored.RowsOfStep(tape, rows)
        : rowsOf!.Rows(tape, rows);

    /// <summary>h·Eᵀ, not yet computed.</summary>
    /// <param name="h">[B, d].</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    /// <exception cref="InvalidOperationException">Rows are used alone.</exception>
    public CatalogScores Scores(Variable h) =>
        matrix is not null ? CatalogScores.OfTable(h, matrix)
        : factored?.ScoresOfStep(tape, h)
        ?? throw new InvalidOperationException("TableOnTape: the step uses rows alone, there are no scores of all items.");

    /// <summary>h·Eᵀ of some rows, [B, n], not yet computed.</summary>
    /// <param name="h">[B, d].</param>
    /// <param name="rows">n rows from 0; must stay as they are until the tape is reset.</param>
    /// <exception cref="ArgumentException">The widths differ, or there is no such row.</exception>
    public CatalogScores Scores(Variable h, ReadOnlyMemory<int> rows) =>
        matrix is not null ? CatalogScores.OfTable(h, GatherRows.Apply(tape, matrix, rows))
        : factored is not null ? factored.ScoresOfStep(tape, h, rows)
        : rowsOf!.Scores(tape, h, rows);
}
