using System.Text;

namespace OnDeviceRec.Training.Checkpoints;

/// <summary>Reads a checkpoint and believes no length: the only thing it throws is <see cref="EndOfStreamException"/>.</summary>
internal sealed class CheckpointReader(Stream stream) : BinaryReader(stream, Encoding.UTF8, leaveOpen: true)
{
    /// <summary>A text, as <see cref="WriteText"/> writes it.</summary>
    /// <exception cref="EndOfStreamException">It would be longer than the rest of the file.</exception>
    public string ReadText()
    {
        int bytes = ReadInt32();
        if (bytes < 0 || bytes > BaseStream.Length - BaseStream.Position) throw new EndOfStreamException();
        return Encoding.UTF8.GetString(ReadBytes(bytes));
    }

    /// <summary>Writes a text: bytes, and so many bytes of UTF-8.</summary>
    public static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
