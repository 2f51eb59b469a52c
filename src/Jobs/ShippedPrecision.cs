using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Jobs;

/// <summary>The precision in which a student is shipped.</summary>
internal static class ShippedPrecision
{
    /// <summary>int4 for binary codes; int8 for a train, whose cores' numbers do not bear four bits.</summary>
    /// <param name="student">The student.</param>
    public static Precision Of(ModelConfiguration student) => student.Table is BinaryCodesShape ? Precision.Int4 : Precision.Int8;
}
