using System.Runtime.InteropServices;
using Cloud.Unum.USearch;

namespace OnDeviceRec.Bench.Peers.Scan;

/// <summary>USearch: exact search over all vectors, and its graph (HNSW).</summary>
internal static class USearchScan
{
    private const int Int8 = (int)ScalarKind.Int8, InnerProduct = (int)MetricKind.Ip;

    /// <summary>Lists by exact search over signed bytes, vectors scaled so that the largest number is 127.</summary>
    /// <returns>Makes the list of a query.</returns>
    public static unsafe Func<int, int[]> Exact(ScannedCatalog catalog)
    {
        sbyte[] table = Bytes(catalog.Table), queries = Bytes(catalog.Queries);
        ulong[] keys = new ulong[ScannedCatalog.Top];
        float[] distances = new float[ScannedCatalog.Top];
        return query =>
        {
            fixed (sbyte* vectors = table, all = queries)
            fixed (ulong* found = keys)
            fixed (float* far = distances)
            {
                nuint width = (nuint)catalog.Width, count = ScannedCatalog.Top;
                byte* error = null;
                usearch_exact_search(
                    vectors, (nuint)catalog.Items, width, all + ((nuint)query * width), 1, width, Int8, width, InnerProduct, count, 1,
                    found, count * sizeof(ulong), far, count * sizeof(float), &error);
                if (error != null) throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)error));
            }

            return Array.ConvertAll(keys, key => (int)key);
        };
    }

    /// <summary>A graph of all vectors in bytes.</summary>
    /// <param name="catalog">The vectors.</param>
    /// <param name="breadth">Its breadth while searching.</param>
    public static USearchIndex Graph(ScannedCatalog catalog, ulong breadth)
    {
        var index = new USearchIndex(
            MetricKind.Ip, ScalarKind.Int8, (ulong)catalog.Width, connectivity: 16, expansionAdd: 128, expansionSearch: breadth);
        sbyte[] table = Bytes(catalog.Table);
        sbyte[] vector = new sbyte[catalog.Width];
        for (int row = 0; row < catalog.Items; row++)
        {
            Array.Copy(table, (long)row * catalog.Width, vector, 0, catalog.Width);
            index.Add((ulong)row, vector);
        }

        return index;
    }

    /// <summary>Lists by a graph.</summary>
    public static Func<int, int[]> Lists(USearchIndex graph, ScannedCatalog catalog)
    {
        sbyte[] queries = Bytes(catalog.Queries);
        sbyte[] vector = new sbyte[catalog.Width];
        return query =>
        {
            Array.Copy(queries, query * catalog.Width, vector, 0, catalog.Width);
            graph.Search(vector, ScannedCatalog.Top, out ulong[] keys, out _);
            return Array.ConvertAll(keys, key => (int)key);
        };
    }

    private static sbyte[] Bytes(float[] numbers)
    {
        float scale = sbyte.MaxValue / numbers.Max(MathF.Abs);
        return Array.ConvertAll(numbers, number => (sbyte)MathF.Round(number * scale));
    }

    [DllImport("libusearch_c")]
    private static extern unsafe void usearch_exact_search(
        void* vectors, nuint items, nuint stride, void* queries, nuint count, nuint queryStride, int scalar, nuint width, int metric,
        nuint top, nuint threads, ulong* keys, nuint keysStride, float* distances, nuint distancesStride, byte** error);
}
