namespace OnDeviceRec.Device.Older;

/// <summary>What later versions of .NET have in <see cref="Math"/> besides.</summary>
internal static class MathMembers
{
    extension(Math)
    {
        /// <summary>Quotient and remainder.</summary>
        public static (int Quotient, int Remainder) DivRem(int left, int right) => (left / right, left % right);
    }
}
