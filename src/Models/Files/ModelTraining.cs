using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>What a model file says of its training. A device that scores asks for none of it and does not read it.</summary>
public static class ModelTraining
{
    extension(ModelFile file)
    {
        /// <summary>What the model was trained on, if the file says so.</summary>
        /// <exception cref="ModelFormatException">It says of more sequences that they were seen than there are.</exception>
        public TrainingRecord? Training =>
            file.Layout.Behind(ElementType.Training) is { } section ? TrainingRecord.Read(file.Bytes(section)) : null;
    }
}
