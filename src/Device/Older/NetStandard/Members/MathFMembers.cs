namespace OnDeviceRec.Device.Older;

/// <summary>a·b + c rounded once, where <see cref="MathF"/> has it not: the same bits as a processor's instruction gives.</summary>
internal static class MathFMembers
{
    // Of a double: what its last places hold beyond a float's, and that in the middle between two floats.
    private const long Rest = (1L << 29) - 1, Middle = 1L << 28;

    // Below it floats have fewer places.
    private const double LeastNormal = 1.0 / (1L << 62) / (1L << 62) / 4;

    extension(MathF)
    {
        /// <summary>a·b + c, rounded once.</summary>
        public static float FusedMultiplyAdd(float a, float b, float c)
        {
            // A double holds the product whole. Their sum is rounded, and to a float once more: wrong only where the first rounding
            // has made it the middle between two floats. There a last bit that is odd stands for what was rounded off.
            double product = (double)a * b, sum = product + c;
            long bits = BitConverter.DoubleToInt64Bits(sum);
            if ((bits & Rest) != Middle && Math.Abs(sum) >= LeastNormal) return (float)sum;
            double added = sum - product, lost = (product - (sum - added)) + (c - added);
            if ((bits & 1) == 0 && (lost > 0 || lost < 0)) bits += lost > 0 == sum > 0 ? 1 : -1;
            return (float)BitConverter.Int64BitsToDouble(bits);
        }
    }
}
