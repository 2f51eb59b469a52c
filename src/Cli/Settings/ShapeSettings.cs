using System.CommandLine;
using System.Globalization;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--shape: the sizes of a compressed table, such as "I=169,241 J=16,8 R=60 t=2" or "I=1,40727 J=64,1 R=64 signs"; t is 1 if left out.</summary>
internal sealed class ShapeSettings
{
    private const string Signs = "signs";

    private readonly Option<string> shape = new("--shape")
    {
        Description = "The compressed table's sizes: row factors I, column factors J, ranks R, block t, whether the last core is signs, such as \"I=169,241 J=16,8 R=60 t=2\" or \"I=1,40727 J=64,1 R=64 signs\".",
    };

    public ShapeSettings(Command command)
    {
        shape.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Parse(result.Tokens[0].Value) is null)
                result.AddError($"--shape is '{result.Tokens[0].Value}', it must be like 'I=169,241 J=16,8 R=60 t=2'");
        });
        command.Options.Add(shape);
    }

    public Option Option => shape;

    /// <summary>The shape for so many items, or null if none was given.</summary>
    public TensorTrainShape? Read(ParseResult parsed, int items)
    {
        if (parsed.GetValue(shape) is not { } text) return null;
        Dictionary<string, int[]> parts = Parse(text)!;
        int block = parts.TryGetValue("t", out int[]? given) ? given[0] : 1;
        return new TensorTrainShape(items, parts["I"], parts["J"], parts["R"], block, parts.ContainsKey(Signs));
    }

    private static Dictionary<string, int[]>? Parse(string text)
    {
        var parts = new Dictionary<string, int[]>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == Signs && parts.TryAdd(Signs, [])) continue;
            if (word.Split('=') is not [("I" or "J" or "R" or "t") and string name, string list] || Numbers(list) is not { } numbers || !parts.TryAdd(name, numbers)) return null;
        }

        bool isWhole = parts.ContainsKey("I") && parts.ContainsKey("J") && parts.ContainsKey("R");
        return isWhole && (!parts.TryGetValue("t", out int[]? block) || block.Length == 1) ? parts : null;
    }

    private static int[]? Numbers(string list)
    {
        string[] words = list.Split(',');
        int[] numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return numbers;
    }
}
