using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>
/// Which models of random weights <c>bench</c> measures: the default student beside one of the paper's shape, unless one is asked for.
/// </summary>
/// <param name="Items">V.</param>
/// <param name="Preset">The preset of the only one, or null.</param>
/// <param name="Shape">Its table, or null for the preset's.</param>
/// <param name="Precision">How it is stored, or null for int4 of binary codes and fp32 of trains.</param>
/// <param name="Seed">Keys the weights.</param>
public sealed record RandomModels(int Items, string? Preset = null, string? Shape = null, Precision? Precision = null, ulong Seed = 1)
{
    // The paper's train of two cores.
    private const int PaperRank = 60, PaperBlock = 2;

    /// <summary>Their names and descriptions, in the order of the table.</summary>
    /// <exception cref="InputException">There is no such preset or table.</exception>
    public IReadOnlyList<(string Name, ModelConfiguration Model)> All => Preset is null && Shape is null
        ? [.. Presets.All.Select(preset => Of(preset, shape: null))]
        : [Of(JobResolver.Start(JobVerbs.Run, Preset), Shape)];

    private (string Name, ModelConfiguration Model) Of(JobOptions preset, string? shape)
    {
        ModelConfiguration teacher = preset.TeacherOf(Items);
        ModelConfiguration student = preset.Table.BinaryCodes || shape is not null
            ? (preset.Table with { Shape = shape }).StudentOf(teacher)
            : TableShapeSearch.WithTrain(teacher, TensorTrainShapeSearch.Balanced(Items, teacher.Encoder.Width, PaperRank, PaperBlock));
        bool isDefault = preset == Presets.All[0] && shape is null;
        Precision stored = Precision ?? (isDefault ? Device.Format.Precision.Int4 : Device.Format.Precision.Fp32);
        return (isDefault ? "default student" : shape is null ? "the paper's shape" : "this shape", student with { Precision = stored });
    }
}
