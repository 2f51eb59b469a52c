using System.Runtime.InteropServices;
using System.Text;

namespace OnDeviceRec.Bench.Peers;

/// <summary>
/// Writes an ONNX model (IR 9, operators 20), as much of one as <see cref="OnnxModel"/> wants: the protocol buffers by hand.
/// </summary>
internal sealed class OnnxGraph
{
    private const int Float = 1, Int64 = 7;

    private readonly Message graph = new();
    private int named;

    /// <summary>A constant of floats.</summary>
    public string Constant(float[] values, params ReadOnlySpan<int> sizes) => Constant(MemoryMarshal.AsBytes<float>(values), Float, sizes);

    /// <summary>A constant list of numbers.</summary>
    public string Constant(params long[] values) => Constant(MemoryMarshal.AsBytes<long>(values), Int64, [values.Length]);

    /// <summary>A list of whole numbers that a call gives.</summary>
    public string Rows(string name, int length) => Declare(11, name, Int64, length);

    /// <summary>Numbers that a call gives: what the runtime cannot know when it prepares the graph.</summary>
    public string Values(string name, params ReadOnlySpan<int> sizes) => Declare(11, name, Float, sizes);

    /// <summary>What is wanted: [1, length] whole numbers.</summary>
    public void Output(string name, int length) => Declare(12, name, Int64, 1, length);

    /// <summary>An operation.</summary>
    /// <param name="type">Its ONNX name.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <param name="attributes">Whole numbers, fractions or lists of whole numbers, by name.</param>
    /// <param name="outputs">How many outputs there are.</param>
    /// <returns>The name of the last output.</returns>
    public string Apply(string type, string[] inputs, (string Name, object Value)[]? attributes = null, int outputs = 1)
    {
        var node = new Message();
        string output = string.Empty;
        foreach (string input in inputs) node.Add(1, input);
        for (int i = 0; i < outputs; i++) node.Add(2, output = Next());
        node.Add(4, type);
        foreach ((string name, object value) in attributes ?? []) node.Add(5, Attribute(name, value));
        graph.Add(1, node);
        return output;
    }

    public byte[] Model()
    {
        graph.Add(2, "model");
        return new Message().Add(1, 9).Add(8, new Message().Add(2, 20)).Add(7, graph).ToArray();
    }

    private string Next() => $"x{named++}";

    private string Constant(ReadOnlySpan<byte> bytes, int type, ReadOnlySpan<int> sizes)
    {
        var tensor = new Message();
        foreach (int size in sizes) tensor.Add(1, size);
        string name = Next();
        graph.Add(5, tensor.Add(2, type).Add(8, name).Add(9, bytes));
        return name;
    }

    private string Declare(int field, string name, int type, params ReadOnlySpan<int> sizes)
    {
        var shape = new Message();
        foreach (int size in sizes) shape.Add(1, new Message().Add(1, size));
        graph.Add(field, new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, type).Add(2, shape))));
        return name;
    }

    private static Message Attribute(string name, object value)
    {
        Message attribute = new Message().Add(1, name);
        switch (value)
        {
            case float number: return attribute.Add(2, number).Add(20, 1);
            case int number: return attribute.Add(3, number).Add(20, 2);
            default:
                foreach (int number in (int[])value) attribute.Add(8, number);
                return attribute.Add(20, 7);
        }
    }

    /// <summary>A protocol buffer: fields one after the other.</summary>
    private sealed class Message
    {
        private const int Varint = 0, Bytes = 2, Fixed32 = 5;

        private readonly List<byte> bytes = [];

        public Message Add(int field, long value)
        {
            Write((field << 3) | Varint);
            Write(value);
            return this;
        }

        public Message Add(int field, float value)
        {
            Write((field << 3) | Fixed32);
            bytes.AddRange(BitConverter.GetBytes(value));
            return this;
        }

        public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

        public Message Add(int field, Message value) => Add(field, value.ToArray());

        public Message Add(int field, ReadOnlySpan<byte> value)
        {
            Write((field << 3) | Bytes);
            Write(value.Length);
            bytes.AddRange(value);
            return this;
        }

        public byte[] ToArray() => [.. bytes];

        private void Write(long value)
        {
            ulong rest = (ulong)value;
            for (; rest >= 0x80; rest >>= 7) bytes.Add((byte)(rest | 0x80));
            bytes.Add((byte)rest);
        }
    }
}
