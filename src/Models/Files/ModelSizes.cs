using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>How many bytes the file of a model has.</summary>
public static class ModelSizes
{
    extension(ModelFile file)
    {
        /// <summary>Bytes of the file, made whole where it is packed.</summary>
        public long UnpackedLength => file.Layout.FileLength;

        /// <summary>Bytes of the file that a model of this configuration takes.</summary>
        /// <param name="configuration">The sizes.</param>
        public static long FileBytes(ModelConfiguration configuration) => new ModelLayout(configuration.Checked()).FileLength;
    }
}
