using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Encoding;

/// <summary>Encoders of another width.</summary>
public static class EncoderWidths
{
    extension(EncoderSizes sizes)
    {
        /// <summary>The same encoder for vectors of another width, its inner width in proportion.</summary>
        /// <param name="width">d.</param>
        public EncoderSizes OfWidth(int width) =>
            sizes with { Width = width, Inner = Math.Max(1, (int)((long)sizes.Inner * width / sizes.Width)) };
    }
}
