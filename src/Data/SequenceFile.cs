using System.Buffers.Text;
using System.Diagnostics;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data;

/// <summary>
/// A file of sequences: one a line, item ids 1 .. V in decimal, separated by spaces (or tabs), oldest first. A line ends with LF, CR LF or
/// CR. Blank lines are passed over, the last line needs no end.
/// </summary>
internal sealed class SequenceFile
{
    private const string Remedy = "write one sequence a line, item ids from 1 separated by spaces";

    /// <summary>From here on an id takes no further digit, so that it cannot overflow; every catalog ends far below.</summary>
    private const long Huge = 100_000_000_000_000_000;

    private readonly string path;
    private readonly int minPrefix;
    private readonly CatalogSize size;
    private readonly SequencesBuilder builder = new();
    private int line = 1;

    private SequenceFile(string path, int minPrefix, CatalogSize size)
    {
        this.path = path;
        this.minPrefix = minPrefix;
        this.size = size;
        Parse(DataFile.ReadText(path).Span);
        if (builder.Count == 0)
        {
            throw new DataFormatException(
                path,
                null,
                $"holds no sequence of {minPrefix + 1L} items or more (minPrefix + 1)",
                "check the file and minPrefix in dataset.json");
        }

        Sequences = builder.Build();
    }

    /// <summary>The sequences of more than minPrefix items, as rows.</summary>
    public Sequences Sequences { get; }

    /// <summary>How many were shorter.</summary>
    public int Skipped { get; private set; }

    /// <summary>The largest id of the file.</summary>
    public int LargestId { get; private set; }

    /// <summary>Reads a file.</summary>
    public static SequenceFile Read(string path, int minPrefix, CatalogSize size) => new(path, minPrefix, size);

    /// <summary>Writes rows as ids.</summary>
    public static void Write(Sequences sequences, Stream stream)
    {
        Span<byte> text = stackalloc byte[16];
        for (int s = 0; s < sequences.Count; s++)
        {
            ReadOnlySpan<int> rows = sequences[s];
            for (int i = 0; i < rows.Length; i++)
            {
                bool fits = Utf8Formatter.TryFormat(rows[i] + 1, text, out int length);
                Debug.Assert(fits);
                text[length++] = (byte)(i == rows.Length - 1 ? '\n' : ' ');
                stream.Write(text[..length]);
            }
        }
    }

    private void Parse(ReadOnlySpan<byte> bytes)
    {
        long id = 0;
        bool inNumber = false, afterReturn = false;
        foreach (byte b in bytes)
        {
            int digit = b - '0';
            if ((uint)digit <= 9)
            {
                if (id < Huge) id = (id * 10) + digit;
                inNumber = true;
            }
            else if (b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                if (inNumber) EndItem(id);
                if (b == '\r' || (b == '\n' && !afterReturn)) EndLine();
                (id, inNumber) = (0, false);
            }
            else
            {
                throw BadByte(b);
            }

            afterReturn = b == '\r';
        }

        if (inNumber) EndItem(id);
        EndLine();
    }

    private void EndItem(long id)
    {
        if (id == 0) throw new DataFormatException(path, line, "item id 0", "ids count from 1; add 1 to every id");
        if (id > size.Limit)
        {
            string shown = id < Huge ? $"item id {id}" : "an item id of more than 17 digits";
            throw new DataFormatException(path, line, $"{shown} is above {size.Limit}, {size.Origin}", $"correct the id or {size.Remedy}");
        }

        LargestId = Math.Max(LargestId, (int)id);
        builder.Append((int)id - 1);
    }

    private void EndLine()
    {
        if (builder.PendingLength > minPrefix)
        {
            builder.EndSequence();
        }
        else if (builder.PendingLength > 0)
        {
            builder.DiscardPending();
            Skipped++;
        }

        line++;
    }

    private DataFormatException BadByte(byte b) => b switch
    {
        (byte)'-' => new DataFormatException(path, line, "a negative item id", Remedy),
        > 0x20 and < 0x7F => new DataFormatException(path, line, $"'{(char)b}' is not part of an item id", Remedy),
        _ => new DataFormatException(path, line, $"byte 0x{b:X2} is not text of item ids", Remedy),
    };
}
