using System.Globalization;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Shapes of a student's table as people write them: <c>I=169,241 J=16,8 R=60 t=2</c> for a tensor train, t 1 if left out;
/// <c>bits=64</c> or <c>bits=64 width=64</c> for binary codes, half as wide as the teacher if left out; <c>dense width=32</c> for a dense
/// table.
/// </summary>
public static class TableShapeText
{
    /// <summary>What a shape is to look like, for messages.</summary>
    public const string Examples = "'bits=64', 'bits=64 width=64', 'dense width=32' or 'I=169,241 J=16,8 R=60 t=2'";

    private const string DenseWord = "dense";

    // Those that may be left out stand last.
    private static readonly string[] Train = ["I", "J", "R", "t"], Codes = ["bits", "width"], Dense = [DenseWord, "width"];

    /// <summary>Whether a text is a shape.</summary>
    /// <param name="text">The text.</param>
    public static bool IsShape(string text) => Parse(text) is not null;

    /// <summary>The student with this shape.</summary>
    /// <param name="text">The shape.</param>
    /// <param name="teacher">Its teacher.</param>
    /// <exception cref="ArgumentException">The text is no shape, or its sizes make no table of the teacher's items.</exception>
    public static ModelConfiguration Read(string text, ModelConfiguration teacher)
    {
        Dictionary<string, int[]> parts = Parse(text) ?? throw new ArgumentException($"it must be like {Examples}.");
        int One(string name, int otherwise) => parts.TryGetValue(name, out int[]? numbers) ? numbers[0] : otherwise;
        ModelConfiguration student =
            parts.ContainsKey(DenseWord) ? Of(One("width", 0), DenseShape.Instance)
            : parts.ContainsKey("bits") ? Of(One("width", Math.Max(1, teacher.Encoder.Width / 2)), new BinaryCodesShape(One("bits", 0)))
            : TableShapeSearch.WithTrain(teacher, new TensorTrainShape(teacher.Items, parts["I"], parts["J"], parts["R"], One("t", 1)));
        student.Table.Check(student.Items, student.Encoder.Width);
        return student;

        ModelConfiguration Of(int width, TableShape table) => teacher with { Encoder = teacher.Encoder.OfWidth(width), Table = table };
    }

    /// <summary>A tensor train as <see cref="Read"/> takes it.</summary>
    /// <param name="shape">The train.</param>
    public static string Write(TensorTrainShape shape) => string.Create(
        CultureInfo.InvariantCulture, $"I={List(shape.Rows)} J={List(shape.Columns)} R={List(shape.Ranks)} t={shape.Block}");

    private static string List(ReadOnlySpan<int> numbers) => string.Join(',', numbers.ToArray());

    private static Dictionary<string, int[]>? Parse(string text)
    {
        var parts = new Dictionary<string, int[]>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = word.Split('=', 2);
            if ((sides.Length == 1 ? [] : Numbers(sides[1])) is not { } numbers || !parts.TryAdd(sides[0], numbers)) return null;
        }

        (string[] names, int needed) = parts.ContainsKey(DenseWord) ? (Dense, 2) : parts.ContainsKey("bits") ? (Codes, 1) : (Train, 3);
        bool isWhole = parts.Keys.All(names.Contains) && names.Take(needed).All(parts.ContainsKey);
        bool areCounted = parts.All(part => part.Key switch
        {
            DenseWord => part.Value.Length == 0,
            "I" or "J" or "R" => part.Value.Length > 0,
            _ => part.Value.Length == 1,
        });
        return isWhole && areCounted ? parts : null;
    }

    private static int[]? Numbers(string list)
    {
        string[] words = list.Split(',');
        int[] numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] < 1) return null;
        }

        return numbers;
    }
}
