using System.Globalization;
using System.Numerics;

namespace OnDeviceRec.Device.Older;

/// <summary>What later versions of .NET have in numbers besides: whole ones as UTF-8, halves of their bits, sums of vectors.</summary>
internal static class NumberMembers
{
    extension(long)
    {
        /// <summary>The number that a text is, if it is one.</summary>
        public static bool TryParse(ReadOnlySpan<byte> utf8, NumberStyles style, IFormatProvider provider, out long number)
        {
            // Numbers have letters of one byte each.
            const int MostOnStack = 256;
            Span<char> text = utf8.Length <= MostOnStack ? stackalloc char[utf8.Length] : new char[utf8.Length];
            for (int i = 0; i < text.Length; i++) text[i] = (char)utf8[i];
            return long.TryParse(text, style, provider, out number);
        }
    }

    extension(BitConverter)
    {
        /// <summary>The half that has these bits.</summary>
        public static Half UInt16BitsToHalf(ushort bits) => new(bits);
    }

    extension(Vector)
    {
        /// <summary>The sum of all lanes.</summary>
        public static float Sum(Vector<float> x) => Vector.Dot(x, Vector<float>.One);
    }

    /// <summary>Writes a number as UTF-8, if there is room.</summary>
    public static bool TryFormat(
        this long number, Span<byte> utf8, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider provider)
    {
        const int MostLetters = 20;
        Span<char> text = stackalloc char[MostLetters];
        number.TryFormat(text, out bytesWritten, format, provider);
        if (bytesWritten > utf8.Length) return false;
        for (int i = 0; i < bytesWritten; i++) utf8[i] = (byte)text[i];
        return true;
    }
}
