using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;

namespace OnDeviceRec.Models.Tables;

/// <summary>A table that a step uses without ever building it.</summary>
internal interface IFactoredTable
{
    /// <summary>Some rows, [n, d], in a step that has begun.</summary>
    Variable RowsOfStep(Tape tape, ReadOnlyMemory<int> rows);

    /// <summary>h·Eᵀ, not yet computed, in a step that has begun.</summary>
    CatalogScores ScoresOfStep(Tape tape, Variable h);

    /// <summary>h·Eᵀ of some rows, [B, n], not yet computed, in a step that has begun.</summary>
    CatalogScores ScoresOfStep(Tape tape, Variable h, ReadOnlyMemory<int> rows) => CatalogScores.OfTable(h, RowsOfStep(tape, rows));
}
