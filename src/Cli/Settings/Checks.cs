using System.CommandLine;
using System.Globalization;

namespace OnDeviceRec.Cli.Settings;

/// <summary>What option values must be; anything else is wrong usage, said in one line with the option's name.</summary>
internal static class Checks
{
    public static Option<int> AtLeast(Option<int> option, int least) => Check(
        option,
        word => int.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least,
        $"it must be a whole number, at least {least}");

    public static Option<ulong> Natural(Option<ulong> option) => Check(
        option,
        word => ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        "it must be a whole number from 0 to 2^64 - 1");

    public static Option<int> Within(Option<int> option, int least, int most) => Check(
        option,
        word => int.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most,
        $"it must be a whole number from {least} to {most}");

    public static Option<string> OneOf(Option<string> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        return Check(option, values.Contains, $"it must be {string.Join(" or ", values)}");
    }

    public static Option<string> NotEmpty(Option<string> option) => Check(option, word => word.Length > 0, "it must not be empty");

    public static Option<T> Check<T>(Option<T> option, Func<string, bool> fits, string rule)
    {
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0) return;
            string word = result.Tokens[0].Value;
            if (!fits(word)) result.AddError($"{option.Name} is '{word}', {rule}");
        });
        return option;
    }
}
