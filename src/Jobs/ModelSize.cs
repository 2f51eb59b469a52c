using System.Globalization;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs;

/// <summary>
/// About how large a student's packed int4 file is to be, as people write it: <c>60x</c>, as many times smaller than the teacher's fp32
/// file, or bytes; <c>auto</c> leaves it to what the student is to keep.
/// </summary>
public static class ModelSize
{
    /// <summary>What a size is to look like, for messages.</summary>
    public const string Examples = "'auto', '30x', '60x' or '100x' times smaller than the teacher's file, or bytes such as '300000'";

    /// <summary>No size but a quality: the student that a job has unless told otherwise (<see cref="TableRequest"/>).</summary>
    public const string Auto = "auto";

    /// <summary>Whether a text is a size.</summary>
    /// <param name="text">The text.</param>
    public static bool IsSize(string text) => text == Auto || Parse(text) is not null;

    /// <summary>The bytes that a size allows.</summary>
    /// <param name="text">The size.</param>
    /// <param name="teacher">The teacher.</param>
    /// <exception cref="ArgumentException">The text is no size.</exception>
    public static long Bytes(string text, ModelConfiguration teacher)
    {
        (double number, bool isFactor) = Parse(text) ?? throw new ArgumentException($"'{text}' is no size; it must be {Examples}.");
        return (long)(isFactor ? ModelFile.FileBytes(teacher) / number : number);
    }

    private static (double Number, bool IsFactor)? Parse(string text)
    {
        bool isFactor = text.EndsWith('x');
        NumberStyles style = isFactor ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
        string word = isFactor ? text[..^1] : text;
        return double.TryParse(word, style, CultureInfo.InvariantCulture, out double number) && number is >= 1 and < int.MaxValue
            ? (number, isFactor)
            : null;
    }
}
