using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// An item table E, [V, d], in training; row v − 1 is item v. All that training knows of a family of tables stands in its one class:
/// parameters, a step, writing and reading. <see cref="ItemTables"/> makes the one that a configuration asks for.
/// </summary>
public interface IItemTable
{
    /// <summary>V.</summary>
    int Items { get; }

    /// <summary>d.</summary>
    int Width { get; }

    /// <summary>The number of values it is kept in.</summary>
    int ParameterCount { get; }

    /// <summary>Whether every item has a whole row of its own, as a teacher's has.</summary>
    bool IsFull { get; }

    /// <summary>The whole table on the tape, [V, d]; once a step serves every use in it.</summary>
    /// <param name="tape">The tape.</param>
    Variable Matrix(Tape tape);

    /// <summary>The table for the uses of one step, in the form that costs the least.</summary>
    /// <param name="tape">The tape.</param>
    TableOnTape BeginStep(Tape tape);

    /// <summary>Some rows of the table on the tape, [n, d], at a cost that does not depend on V.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="rows">n rows from 0, repeats allowed; must stay as they are until the tape is reset.</param>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    Variable Rows(Tape tape, ReadOnlyMemory<int> rows);

    /// <summary>h·Eᵀ of some rows, [B, n], not yet computed, at a cost that does not depend on V.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="h">[B, d].</param>
    /// <param name="rows">n rows from 0; must stay as they are until the tape is reset.</param>
    /// <exception cref="ArgumentException">The widths differ, or there is no such row.</exception>
    CatalogScores Scores(Tape tape, Variable h, ReadOnlyMemory<int> rows) => CatalogScores.OfTable(h, Rows(tape, rows));

    /// <summary>
    /// From now on steps ask for rows alone: where rows are parameters, the optimizer then leaves the others as they are.
    /// </summary>
    void TrainRowsAlone()
    {
    }

    /// <summary>Takes what a step needs of items that other ranks have; all of them ask for the same rows.</summary>
    /// <param name="sharing">The ranks.</param>
    /// <param name="rows">The rows that the step reads, repeats allowed.</param>
    /// <exception cref="ArgumentException">Ranks cannot share a table of this kind.</exception>
    void Fetch(Sharing sharing, ReadOnlySpan<int> rows)
    {
        if (!sharing.IsAlone)
            throw new ArgumentException("Training on several ranks: they share full tables and binary codes; train this table on one.");
    }

    /// <summary>Sets the table's tensors of a model file.</summary>
    /// <param name="writer">The file.</param>
    void Write(ModelFileWriter writer);

    /// <summary>Takes the table's numbers from a model file.</summary>
    /// <param name="file">A file of this configuration.</param>
    void Read(ModelFile file);
}
