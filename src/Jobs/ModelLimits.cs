using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs;

/// <summary>What no model file can hold or this machine cannot train, refused before any work.</summary>
public static class ModelLimits
{
    // Weight, gradient and Adam's two moments.
    private const long TrainingBytesANumber = 4 * sizeof(float);

    /// <summary>The memory that there is for this process, in bytes.</summary>
    public static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Makes sure that a file can hold a model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InputException">None can; the message names the limit and the options.</exception>
    public static void RequireFile(ModelConfiguration model)
    {
        try
        {
            long bytes = ModelFile.FileBytes(model);
            if (bytes > Array.MaxLength) throw new ArgumentException($"A model file would take {bytes} bytes, above {Array.MaxLength}.");
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{e.Message} Take other sizes (--width, --inner, --compression, --shape).", e);
        }
    }

    /// <summary>Makes sure that a file can hold a model, and that its numbers and what Adam keeps of them fit in memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="memory">What there is, in bytes.</param>
    /// <exception cref="InputException">One of them is too large.</exception>
    public static void RequireTrainable(ModelConfiguration model, long memory)
    {
        RequireFile(model);
        long bytes = (model.TableParameters + model.EncoderParameters) * TrainingBytesANumber;
        if (bytes > memory)
        {
            throw new InputException(
                $"Training {model.TableParameters + model.EncoderParameters} numbers takes {bytes} bytes of memory and more, "
                + $"and there are {memory}; take a smaller --width, fewer items or a larger machine.");
        }
    }
}
