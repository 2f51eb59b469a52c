namespace OnDeviceRec.Models.Onnx;

/// <summary>Attributes of an operation: what it does that is not a value of the graph.</summary>
internal static class OnnxAttribute
{
    // Fields of the message, and the codes by which it says which of them it has.
    private const int Name = 1, Float = 2, Int = 3, Text = 4, Ints = 8, Type = 20;
    private const int IsFloat = 1, IsInt = 2, IsText = 3, IsInts = 7;

    public static ProtobufMessage Of(string name, float value) => Named(name, IsFloat).Add(Float, value);

    public static ProtobufMessage Of(string name, int value) => Named(name, IsInt).Add(Int, value);

    public static ProtobufMessage Of(string name, string value) => Named(name, IsText).Add(Text, value);

    public static ProtobufMessage Of(string name, params ReadOnlySpan<int> values)
    {
        ProtobufMessage attribute = Named(name, IsInts);
        foreach (int value in values) attribute.Add(Ints, value);
        return attribute;
    }

    private static ProtobufMessage Named(string name, int type) => new ProtobufMessage().Add(Name, name).Add(Type, type);
}
