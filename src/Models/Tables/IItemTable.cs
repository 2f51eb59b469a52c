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
}
