using System.Buffers.Binary;

namespace OnDeviceRec.Models.Tests.Onnx;

/// <summary>An ONNX file as a reader of its own finds it; the numbers are those of the fields of onnx.proto.</summary>
internal sealed class OnnxFile
{
    public OnnxFile(byte[] bytes)
    {
        ILookup<int, Field> model = Fields(bytes), graph = Fields(Assert.Single(model[7]).Bytes);
        IrVersion = Assert.Single(model[1]).Number;
        Producer = Text(Assert.Single(model[2]));
        Operators = Assert.Single(Fields(Assert.Single(model[8]).Bytes)[2]).Number;
        Metadata = model[14].Select(entry => Fields(entry.Bytes)).ToDictionary(
            entry => Text(entry[1].Single()), entry => Text(entry[2].Single()));
        Inputs = Declared(graph[11]);
        Outputs = Declared(graph[12]);
        Constants = graph[5].Select(one => Fields(one.Bytes)).ToDictionary(
            one => Text(one[8].Single()),
            one => (Type: one[2].Single().Number, Sizes: one[1].Select(size => size.Number).ToArray(), one[9].Single().Bytes));
        Nodes =
        [
            .. graph[1].Select(one => Fields(one.Bytes)).Select(one => (
                Text(one[4].Single()), one[1].Select(Text).ToArray(), one[2].Select(Text).ToArray(),
                one[5].Select(attribute => Text(Fields(attribute.Bytes)[1].Single())).ToArray())),
        ];
    }

    public long IrVersion { get; }

    public long Operators { get; }

    public string Producer { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Name, type of the numbers, and the one size, of which a text is free.</summary>
    public IReadOnlyList<(string Name, long Type, string Length)> Inputs { get; }

    public IReadOnlyList<(string Name, long Type, string Length)> Outputs { get; }

    public IReadOnlyDictionary<string, (long Type, long[] Sizes, byte[] Bytes)> Constants { get; }

    public IReadOnlyList<(string Type, string[] Inputs, string[] Outputs, string[] Attributes)> Nodes { get; }

    private static List<(string Name, long Type, string Length)> Declared(IEnumerable<Field> values) =>
    [
        .. from value in values
           let fields = Fields(value.Bytes)
           let tensor = Fields(Fields(fields[2].Single().Bytes)[1].Single().Bytes)
           let dimension = Fields(Fields(tensor[2].Single().Bytes)[1].Single().Bytes)
           select (
               Text(fields[1].Single()), tensor[1].Single().Number,
               dimension[2].Any() ? Text(dimension[2].Single()) : $"{dimension[1].Single().Number}"),
    ];

    private static string Text(Field field) => System.Text.Encoding.UTF8.GetString(field.Bytes);

    private static ILookup<int, Field> Fields(byte[] message)
    {
        var fields = new List<Field>();
        for (int at = 0; at < message.Length;)
        {
            long tag = Varint(message, ref at);
            (long number, byte[] bytes) = (0L, Array.Empty<byte>());
            switch (tag & 7)
            {
                case 0:
                    number = Varint(message, ref at);
                    break;
                case 2:
                    int length = checked((int)Varint(message, ref at));
                    bytes = message[at..(at + length)];
                    at += length;
                    break;
                case 5:
                    number = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at));
                    at += sizeof(int);
                    break;
                default:
                    throw new InvalidDataException($"Field {tag >> 3} has the wire type {tag & 7}.");
            }

            fields.Add(new Field((int)(tag >> 3), number, bytes));
        }

        return fields.ToLookup(field => field.Name);
    }

    private static long Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return (long)value;
        }
    }

    private sealed record Field(int Name, long Number, byte[] Bytes);
}
