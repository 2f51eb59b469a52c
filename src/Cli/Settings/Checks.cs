using System.CommandLine;
using System.Globalization;

namespace OnDeviceRec.Cli.Settings;

/// <summary>Ranges of option values; outside them the usage is wrong.</summary>
internal static class Checks
{
    public static Option<int> AtLeast(Option<int> option, int least)
    {
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0) return;
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value < least)
                result.AddError($"{option.Name} is {value}, it must be at least {least}");
        });
        return option;
    }

    public static Option<double> Within(Option<double> option, double least, double below)
    {
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0) return;
            bool number = double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
            if (!number || !(value >= least && value < below))
                result.AddError(FormattableString.Invariant($"{option.Name} is {result.Tokens[0].Value}, it must be at least {least} and below {below}"));
        });
        return option;
    }
}
