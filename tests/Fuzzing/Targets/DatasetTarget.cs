using System.Text;
using OnDeviceRec.Data;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>One file of a data set's folder; the others are right.</summary>
internal class DatasetTarget(string name, double share, string file) : TextFileTarget(name, share, file)
{
    private static readonly Dictionary<string, string[]> Texts = new()
    {
        ["train.sessions.txt"] = ["1 2 3\n4 5\n", "5 4 3 2 1 5 4\n\n1 1\r\n\t2 3\r4 5 ", "3\n12 34\n100000000 1\n"],
        ["items.txt"] = ["a\nb\nc\nd\ne\n", "pear\r\nred shoes\r\u00e9\n12\n[x]", "\ufeffa\nb\nc\nd\ne"],
        ["dataset.json"] = ["""{ "name": "small", "minPrefix": 1, "items": 100000000 }""", "{\"minPrefix\":2,\"other\":[1,{}]}"],
    };

    private bool isMade;

    protected override IReadOnlyList<byte[]> MakeSeeds() => [.. Texts[FileName.Replace(".gz", string.Empty)].Select(Packed)];

    /// <summary>The file that a text becomes.</summary>
    protected virtual byte[] Packed(string text) => Encoding.UTF8.GetBytes(text);

    protected override void Stage(byte[] bytes)
    {
        if (!isMade)
        {
            File.WriteAllText(this["dataset.json"], """{ "name": "small", "minPrefix": 1 }""");
            File.WriteAllText(this["train.sessions.txt"], "1 2 3\n4 5\n");
            File.WriteAllText(this["test.sessions.txt"], "5 1 2\n");
            if (FileName.EndsWith(".gz", StringComparison.Ordinal)) File.Delete(this[FileName[..^3]]);
            isMade = true;
        }

        base.Stage(bytes);
    }

    protected override object Read(byte[] bytes) => DatasetFolder.Read(Folder);

    protected override void Use(object read)
    {
        var dataset = (Dataset)read;
        (Sequences train, _) = dataset.SplitValidation(0.5);
        _ = new Examples(train, dataset.MinPrefix).Count;
        DatasetFolder.Write(dataset, this["again"]);
        if (DatasetFolder.Read(this["again"]).Train.Count != dataset.Train.Count)
            throw new BrokenPromiseException("A data set that was written is read as another one.");
    }

    protected override bool IsDocumented(Exception exception) => exception is DataFormatException;
}
