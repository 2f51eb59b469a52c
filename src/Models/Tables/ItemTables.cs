using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Models.Tables;

/// <summary>Makes item tables: a new family of tables has a line here.</summary>
public static class ItemTables
{
    /// <summary>The table of a configuration, with its start values.</summary>
    /// <param name="make">The factory of its parameters.</param>
    /// <param name="configuration">The model.</param>
    /// <exception cref="ArgumentException">There is no class for this family.</exception>
    public static IItemTable Create(ParameterFactory make, ModelConfiguration configuration) => configuration.Table switch
    {
        DenseShape => new DenseItemTable(make, configuration.Items, configuration.Encoder.Width, normalized: configuration.LogitScale > 0),
        PlainTrainShape train => new TensorTrainItemTable(make, TensorTrainItemTable.ShapeOf(train, configuration.Items)),
        BinaryCodesShape codes => new BinaryCodesItemTable(make, configuration.Items, configuration.Encoder.Width, codes.Bits),
        _ => throw new ArgumentException($"Models: no table is made of {configuration.Table.GetType().Name}."),
    };
}
