using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Bench.Peers.Scan;

/// <summary>
/// A student's codes and queries as every contestant gets them: the device's model without its copy head, E [V, d] in fp32, the queries
/// h [Q, d] of encoded histories, and the lists of exact products in double. A catalog that is larger than the student's goes on with
/// random codes.
/// </summary>
internal sealed class ScannedCatalog
{
    public const int Top = 20;

    private ScannedCatalog(DeviceModel device, History[] histories, float[] table, float[] queries)
    {
        (Device, Histories, Table, Queries) = (device, histories, table, queries);
        (Items, Width) = (device.Configuration.Items, device.Configuration.Encoder.Width);
        Exact = [.. Enumerable.Range(0, histories.Length).AsParallel().AsOrdered().Select(Best)];
    }

    public int Items { get; }

    public int Width { get; }

    public DeviceModel Device { get; }

    /// <summary>Histories of the queries, encoded already.</summary>
    public History[] Histories { get; }

    /// <summary>E, [V, d].</summary>
    public float[] Table { get; }

    /// <summary>h, [Q, d].</summary>
    public float[] Queries { get; }

    /// <summary>The rows of the 20 largest products of each query, in double.</summary>
    public int[][] Exact { get; }

    /// <summary>A query.</summary>
    public float[] Query(int number) => Queries[(number * Width)..((number + 1) * Width)];

    /// <summary>The share of the exact lists that a contestant's lists have.</summary>
    public double Recall(Func<int, int[]> list) =>
        Enumerable.Range(0, Histories.Length).Average(q => list(q).Intersect(Exact[q]).Count() / (double)Top);

    /// <summary>Of a student of binary codes.</summary>
    /// <param name="file">The student.</param>
    /// <param name="data">Its data set; the queries are those of test prefixes.</param>
    /// <param name="items">V.</param>
    /// <param name="queries">Q.</param>
    public static ScannedCatalog Of(ModelFile file, Dataset data, int items, int queries)
    {
        using SequenceModel student = ModelStore.Load(file);
        ModelConfiguration plain = file.Configuration with { Head = HeadKind.Catalog, Items = items };
        using var model = new SequenceModel(plain, seed: 1);
        if (student.Table is not BinaryCodesItemTable from || model.Table is not BinaryCodesItemTable to)
            throw new FormatException("scan wants a student of binary codes.");
        foreach ((Parameter target, Parameter source) in model.Parameters.Zip(student.Parameters))
            if (target != to.Latent) source.Value.Span.CopyTo(target.Value.Span);
        foreach (ref float latent in to.Latent.Value.Span) latent = latent < 0 ? -1 : 1;
        from.Latent.Value.Span[..(Math.Min(items, from.Items) * to.Bits)].CopyTo(to.Latent.Value.Span);
        var device = new DeviceModel(Steps.Recommendation.FileOf(model));

        var examples = new Examples(data.Test, data.MinPrefix);
        using var tape = new Tape();
        var histories = new History[queries];
        float[] h = new float[queries * plain.Encoder.Width];
        for (int q = 0; q < queries; q++)
        {
            int[] prefix = [.. examples.Prefix((int)((long)q * examples.Count / queries), plain.Encoder.MaxLength).ToArray()
                .Select(row => row % items)];
            histories[q] = new History(device);
            foreach (int row in prefix) histories[q].Append(row + 1);
            var batch = new RaggedBatch(1, prefix.Length);
            batch.Add(prefix, 0);
            tape.BeginInference();
            model.EncodeRows(tape, model.Table.Rows(tape, batch.Items), batch).H.Value.Span.CopyTo(h.AsSpan(q * plain.Encoder.Width));
        }

        tape.BeginInference();
        return new ScannedCatalog(device, histories, model.Table.Matrix(tape).Value.Span.ToArray(), h);
    }

    private int[] Best(int query)
    {
        double[] products = new double[Items];
        for (int row = 0; row < Items; row++)
            for (int j = 0; j < Width; j++) products[row] += (double)Queries[(query * Width) + j] * Table[((long)row * Width) + j];
        int[] rows = [.. Enumerable.Range(0, Items)];
        Array.Sort(Array.ConvertAll(products, product => -product), rows);
        return rows[..Top];
    }
}
