using OnDeviceRec.Autograd;

namespace OnDeviceRec.Models.Tables;

/// <summary>An item table E, [V, d], however it is kept; row v − 1 is item v.</summary>
public interface IItemTable
{
    /// <summary>V.</summary>
    int Items { get; }

    /// <summary>d.</summary>
    int Width { get; }

    /// <summary>The number of values it is kept in.</summary>
    int ParameterCount { get; }

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
}
