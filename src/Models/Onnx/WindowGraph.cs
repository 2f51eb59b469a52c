namespace OnDeviceRec.Models.Onnx;

/// <summary>The T items of a history that count, in a graph.</summary>
internal sealed class WindowGraph
{
    /// <param name="graph">The graph.</param>
    /// <param name="history">Ids 1..V, oldest first.</param>
    /// <param name="items">V.</param>
    /// <param name="maxLength">T_max: of more items the last ones count.</param>
    public WindowGraph(OnnxGraph graph, string history, int items, int maxLength)
    {
        string ids = graph.Apply("Slice", history, graph.List(-maxLength), graph.List(long.MaxValue), graph.List(0));

        // ONNX counts negative rows from the end: id 0 would be the last item. So it gets a row that no table has.
        string one = graph.Number(1);
        string rows = graph.Apply("Where", graph.Apply("Less", ids, one), graph.Number(items), graph.Apply("Sub", ids, one));

        // Without an item there is no first one, and the call fails here.
        Length = graph.Apply("Max", graph.Apply("Shape", rows), graph.List(1));
        Positions = graph.Apply("Range", graph.Number(0), graph.Apply("Squeeze", Length), one);
        Rows = graph.Apply("Gather", rows, Positions);
    }

    /// <summary>The items' rows [T], oldest first.</summary>
    public string Rows { get; }

    /// <summary>T, a list of one number.</summary>
    public string Length { get; }

    /// <summary>0..T − 1.</summary>
    public string Positions { get; }
}
