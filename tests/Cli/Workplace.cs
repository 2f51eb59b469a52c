using System.Text;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Cli.Tests;

/// <summary>A folder of a test's own with a tiny data set in <c>data</c>, removed at its end. The command runs in it.</summary>
internal sealed class Workplace : IDisposable
{
    public const int Items = 40;

    private Workplace(int items, int sequences)
    {
        const int Seed = 7, TestSequences = 20;
        Directory.CreateDirectory(this["data"]);
        var random = new Random(Seed);
        Write("data/dataset.json", $$"""{ "name": "tiny", "minPrefix": 1, "items": {{items}} }""");
        Write("data/train.sessions.txt", Sequences(random, items, sequences));
        Write("data/test.sessions.txt", Sequences(random, items, TestSequences));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("odrec-cli-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>With a data set of a second's training.</summary>
    public static Workplace Create(int items = Items, int sequences = 60) => new(items, sequences);

    /// <summary>Calls a verb on one thread.</summary>
    public Task<Outcome> Call(params string[] arguments) => Odrec.Call(Folder, [.. arguments, "--threads", "1"]);

    /// <summary>Calls a verb where 0.5 is 0,5.</summary>
    public Task<Outcome> CallInGerman(params string[] arguments) => Odrec.CallInGerman(Folder, [.. arguments, "--threads", "1"]);

    /// <summary>Starts a verb on one thread and leaves it running.</summary>
    public Odrec Start(params string[] arguments) => Odrec.Start(Folder, [.. arguments, "--threads", "1"]);

    /// <summary>Starts a verb on one thread in another environment and leaves it running.</summary>
    public Odrec Start((string Name, string Value)[] environment, string[] arguments) =>
        Odrec.Start(Folder, environment, [.. arguments, "--threads", "1"]);

    /// <summary>Starts a verb on one thread as nohup does and leaves it running.</summary>
    public Odrec StartUnderNohup(params string[] arguments) => Odrec.StartUnderNohup(Folder, [.. arguments, "--threads", "1"]);

    /// <summary>Starts a verb on one thread to talk with it.</summary>
    public Odrec Talk(params string[] arguments) => Odrec.Talk(Folder, [.. arguments, "--threads", "1"]);

    public void Write(string name, string text) => File.WriteAllText(this[name], text);

    public byte[] Bytes(string name) => File.ReadAllBytes(this[name]);

    /// <summary>All numbers of a model file, without what it says of its training.</summary>
    public float[] Weights(string name)
    {
        ModelFile file = ModelFile.Read(this[name]);
        var numbers = new List<float>();
        foreach ((TensorRole role, int index) in file.Configuration.Tensors)
        {
            float[] tensor = new float[file.Count(role, index)];
            file.CopyTo(role, index, tensor);
            numbers.AddRange(tensor);
        }

        return [.. numbers];
    }

    /// <summary>The names of files and folders that start so.</summary>
    public string[] Named(string prefix) =>
        [.. Directory.GetFileSystemEntries(Folder, prefix + "*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Walks along the items with a step now and then of two, so that there is something to learn.
    private static string Sequences(Random random, int items, int count)
    {
        const int Shortest = 3, Longest = 8;
        var text = new StringBuilder();
        for (int s = 0; s < count; s++)
        {
            int item = random.Next(items), length = random.Next(Shortest, Longest + 1);
            for (int i = 0; i < length; i++)
            {
                text.Append(i == 0 ? "" : " ").Append((item % items) + 1);
                item += random.Next(4) == 0 ? 2 : 1;
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
