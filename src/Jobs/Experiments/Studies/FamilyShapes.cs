using System.Globalization;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>The largest table of each family that an int8 file of given bytes holds.</summary>
internal static class FamilyShapes
{
    // A file comes within a few thousandths of the bytes.
    private const int Halvings = 10;

    /// <summary>Names and shapes, as <see cref="TableShapeText"/> reads them.</summary>
    /// <param name="teacher">The teacher; the students are half as wide.</param>
    /// <param name="bytes">What a file may take.</param>
    public static IEnumerable<(string Name, string Shape)> Of(ModelConfiguration teacher, long bytes)
    {
        (int items, int width) = (teacher.Items, Math.Max(2, teacher.Encoder.Width / 2));
        yield return ("semi-tensor train, t = 2", Train(compression => TensorTrainShapeSearch.Balanced(items, width, compression)));
        foreach (int cores in (int[])[2, 3])
        {
            yield return (
                $"tensor train, {cores} cores",
                Train(compression => TensorTrainShapeSearch.Candidates(items, width, compression, cores, block: 1)[0]));
        }

        yield return ("low rank", TableShapeText.Write(Largest(rank => new TensorTrainShape(items, [1, items], [width, 1], [rank]))));
        yield return ("dense, narrow", Narrow());

        string Train(Func<double, TensorTrainShape> shape)
        {
            (double low, double high) = (1, (double)items * width * sizeof(float) / bytes);
            while (!Fits(TableShapeSearch.WithTrain(teacher, shape(high)))) high *= 2;
            for (int i = 0; i < Halvings; i++)
            {
                double middle = (low + high) / 2;
                if (Fits(TableShapeSearch.WithTrain(teacher, shape(middle)))) high = middle;
                else low = middle;
            }

            return TableShapeText.Write(shape(high));
        }

        TensorTrainShape Largest(Func<int, TensorTrainShape> shape)
        {
            int rank = width;
            while (rank > 1 && !Fits(TableShapeSearch.WithTrain(teacher, shape(rank)))) rank--;
            return shape(rank);
        }

        string Narrow()
        {
            int narrow = width;
            while (narrow > 1 && !Fits(teacher with { Encoder = teacher.Encoder.OfWidth(narrow) })) narrow--;
            return string.Create(CultureInfo.InvariantCulture, $"dense width={narrow}");
        }

        bool Fits(ModelConfiguration model) => ModelFile.FileBytes(model with { Precision = Precision.Int8 }) <= bytes;
    }
}
