using System.CommandLine;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs.Lists;

namespace OnDeviceRec.Cli.Settings;

/// <summary>What lists hold: --top, --exclude-seen, --exclude, --allow, --why; and --strict, what becomes of unknown ids.</summary>
internal sealed class ListSettings
{
    private readonly Option<int> top;
    private readonly Option<bool> excludeSeen;
    private readonly Option<string> exclude;
    private readonly Option<string> allow;
    private readonly Option<bool> strict;
    private readonly Option<bool> why;

    public ListSettings(Verb verb)
    {
        top = Top(verb);
        excludeSeen = verb.Add(
            OptionGroups.Input,
            new Option<bool>("--exclude-seen") { Description = "Leave all of the session's own items out, however long it is." });
        exclude = verb.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--exclude")
                {
                    Description = "Items to leave out: a file with one id a line, or ids as in --session.",
                    HelpName = "file|ids",
                }));
        allow = verb.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--allow")
                {
                    Description = "The only items to list: a file with one id a line, or ids as in --session.",
                    HelpName = "file|ids",
                }));
        strict = verb.Add(
            OptionGroups.Input,
            new Option<bool>("--strict")
            {
                Description = "Refuse ids that the model does not know; without it they are skipped and named.",
            });
        why = verb.Add(
            OptionGroups.Input,
            new Option<bool>("--why") { Description = "Say of each item how much of it is copied from where in the session." });
    }

    public static Option<int> Top(Verb verb) => verb.Add(
        OptionGroups.Input, Checks.AtLeast(new("--top") { Description = "How many items.", DefaultValueFactory = _ => 20 }, 1));

    public bool Strict(ParseResult parsed) => parsed.GetValue(strict);

    /// <summary>Reads the files that are named.</summary>
    public ListMaker Read(ParseResult parsed, ModelFile file, DeviceModel model, Action<string> note)
    {
        var reader = new ItemListReader(new ItemNames(model), Strict(parsed), note);
        var choice = new ItemChoice
        {
            ExcludeSeen = parsed.GetValue(excludeSeen),
            Denied = parsed.GetValue(exclude) is { } denied ? reader.Read("--exclude", denied) : [],
            Allowed = parsed.GetValue(allow) is { } allowed
                ? ItemChoice.Bits(reader.Read("--allow", allowed), model.Configuration.Items)
                : [],
        };
        return new ListMaker(model, choice, parsed.GetValue(top), parsed.GetValue(why) ? new CopyReasons(file) : null);
    }
}
