using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>What the verb <c>shapes</c> lists.</summary>
/// <param name="Rows">Students: that of each preset, then others with trains, the cheapest to score first.</param>
/// <param name="LeftOut">How many shapes there are besides that no model file holds.</param>
public sealed record ShapeRows(IReadOnlyList<ShapeRow> Rows, int LeftOut)
{
    /// <summary>Finds the students.</summary>
    /// <param name="items">V.</param>
    /// <param name="width">d of the teacher.</param>
    /// <param name="compression">The wanted compression, or null for the students of the presets as they are.</param>
    /// <param name="cores">N of the other trains, 2 or 3.</param>
    /// <exception cref="InputException">No shape has this compression, or no file holds one.</exception>
    public static ShapeRows Find(int items, int width, double? compression, int cores)
    {
        ModelConfiguration teacher = new() { Items = items, Encoder = new EncoderSizes().OfWidth(width) };
        IEnumerable<Func<ModelConfiguration>> ofPresets = Presets.All
            .Select(preset => compression is { } wanted ? preset.Table.OfCompression(wanted) : preset.Table)
            .Select(table => (Func<ModelConfiguration>)(() => table.StudentOf(teacher)));
        IEnumerable<Func<ModelConfiguration>> ofTrains = Trains(items, width, compression ?? Presets.Copy.Table.Compression, cores)
            .OrderBy(shape => shape.MacsPerItem)
            .Select(shape => (Func<ModelConfiguration>)(() => TableShapeSearch.WithTrain(teacher, shape)));
        List<ModelConfiguration> students = [];
        List<Exception> refusals = [];
        foreach (Func<ModelConfiguration> make in ofPresets.Concat(ofTrains))
        {
            try
            {
                students.Add(make().Checked());
            }
            catch (Exception e) when (e is ArgumentException or InputException)
            {
                refusals.Add(e);
            }
        }

        if (students.Count == 0) throw new InputException(refusals[0].Message, refusals[0]);
        return new ShapeRows(
            [
                .. students.DistinctBy(student => student.Table.Text)
                    .Select(student => new ShapeRow(student, TableShapeSearch.Compression(student, teacher))),
            ],
            refusals.Count);
    }

    /// <summary><c>{"shapes": […], "leftOut": …}</c>, an object a row.</summary>
    public JsonObject ToJson() => new()
    {
        ["shapes"] = new JsonArray([.. Rows.Select(row => row.ToJson())]),
        ["leftOut"] = LeftOut,
    };

    private static IReadOnlyList<TensorTrainShape> Trains(int items, int width, double compression, int cores)
    {
        try
        {
            return TensorTrainShapeSearch.Candidates(items, width, compression, cores, block: 1);
        }
        catch (Exception e) when (e is UnreachableCompressionException or ArgumentException)
        {
            // None is that small, or each has a core that no array holds.
            return [];
        }
    }
}
