namespace OnDeviceRec.Device.Older;

/// <summary>Bits of whole numbers, without the processor's instructions for them.</summary>
internal static class BitOperations
{
    private static readonly uint[] Crc32CBytes = BytesOfCrc32C();

    /// <summary>The zeros below the lowest bit that is set.</summary>
    public static int TrailingZeroCount(ulong value)
    {
        int count = 0;
        for (; count < 64 && (value & 1) == 0; value >>= 1) count++;
        return count;
    }

    /// <summary>The zeros above the highest bit that is set.</summary>
    public static int LeadingZeroCount(uint value)
    {
        int count = 32;
        for (; value != 0; value >>= 1) count--;
        return count;
    }

    /// <summary>The CRC-32C of what came before and one more byte.</summary>
    public static uint Crc32C(uint crc, byte data) => Crc32CBytes[(byte)(crc ^ data)] ^ (crc >> 8);

    /// <summary>The CRC-32C of what came before and eight more bytes, the lowest first.</summary>
    public static uint Crc32C(uint crc, ulong data)
    {
        for (int i = 0; i < sizeof(ulong); i++, data >>= 8) crc = Crc32C(crc, (byte)data);
        return crc;
    }

    private static uint[] BytesOfCrc32C()
    {
        const uint Polynomial = 0x82F63B78;
        uint[] bytes = new uint[256];
        for (uint value = 0; value < bytes.Length; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            bytes[value] = crc;
        }

        return bytes;
    }
}
