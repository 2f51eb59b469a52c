using System.Globalization;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Data.Logs;

/// <summary>
/// What became of every row of a log. Read.Events = MergedRepeats + Cut; Cut = AcrossTheSplit + (TooShort, CutOff, RareEvents, Shortened
/// and Train) + the parts' Cut, in events.
/// </summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Rules">How it was made.</param>
/// <param name="Read">What the rows were.</param>
/// <param name="Owners">Different users, or sessions where the log knows them, among the events.</param>
/// <param name="SeenItems">Different items among the events.</param>
/// <param name="MergedRepeats">Left out: events of an item right after itself.</param>
/// <param name="Cut">The sequences that the events were cut into.</param>
/// <param name="Start">The time of the first event.</param>
/// <param name="ValidStart">Where the validation part begins; null where there is none, or where users' last sequences make it.</param>
/// <param name="TestStart">Where the test begins; null where users' last sequences make it.</param>
/// <param name="End">The time of the last event.</param>
/// <param name="AcrossTheSplit">Left out: begun before a bound and ended at it or later.</param>
/// <param name="TooShort">Left out of train: sequences of too few events.</param>
/// <param name="CutOff">Left out of train: events before the last ones of a sequence that is too long.</param>
/// <param name="Rounds">How often train was gone through until nothing was left to leave out.</param>
/// <param name="RareItems">Items left out of train for too little support.</param>
/// <param name="RareEvents">Left out of train: events of these.</param>
/// <param name="Shortened">Left out of train: sequences with too few events left, with these.</param>
/// <param name="Items">V.</param>
/// <param name="Train">Kept.</param>
/// <param name="Valid">The validation part, or null.</param>
/// <param name="Test">The test part.</param>
public sealed record PreparedLog(
    string Name,
    PreparationRules Rules,
    ReadCounts Read,
    long Owners,
    long SeenItems,
    long MergedRepeats,
    SequenceCount Cut,
    DateTimeOffset Start,
    DateTimeOffset? ValidStart,
    DateTimeOffset? TestStart,
    DateTimeOffset End,
    SequenceCount AcrossTheSplit,
    SequenceCount TooShort,
    long CutOff,
    int Rounds,
    long RareItems,
    long RareEvents,
    SequenceCount Shortened,
    int Items,
    SequenceCount Train,
    LaterPart? Valid,
    LaterPart Test)
{
    /// <summary>Examples of a part: every sequence of it is longer than the shortest prefix.</summary>
    /// <param name="part">The part.</param>
    public long Examples(SequenceCount part) => part.Events - (part.Sequences * Rules.MinPrefix);

    /// <summary>Counts of what became of the log's rows, times in ISO 8601, and the parts' sequences, events and examples.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["minSupport"] = Rules.MinSupport,
            ["minLength"] = Rules.MinLength,
            ["maxLength"] = Rules.MaxLength,
            ["minPrefix"] = Rules.MinPrefix,
            ["gap"] = Pause.Text(Rules.LongestPause),
            ["testDays"] = Rules.Split.Days == 0 ? null : Rules.Split.Days,
            ["testShare"] = Rules.Split.Share == 0 ? null : Rules.Split.Share,
            ["columns"] = new JsonObject(Read.Columns.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
            ["timeFormat"] = Read.TimeFormat,
            ["kinds"] = new JsonArray([.. Read.Kinds.Select(one => new JsonObject { ["kind"] = one.Key, ["rows"] = one.Value })]),
            ["rows"] = Read.Rows,
            ["unreadable"] = Read.Unreadable,
            ["firstUnreadable"] = new JsonArray(
            [
                .. Read.FirstUnreadable.Select(
                    bad => new JsonObject { ["file"] = bad.File, ["line"] = bad.Line, ["problem"] = bad.Problem }),
            ]),
            ["otherEvents"] = Read.OtherEvents,
            ["noOwner"] = Read.NoOwner,
            ["noItem"] = Read.NoItem,
            ["noTime"] = Read.NoTime,
            ["events"] = Read.Events,
            ["owners"] = Owners,
            ["seenItems"] = SeenItems,
            ["mergedRepeats"] = MergedRepeats,
            ["start"] = Iso(Start),
            ["validStart"] = ValidStart is { } valid ? Iso(valid) : null,
            ["split"] = TestStart is { } test ? Iso(test) : null,
            ["end"] = Iso(End),
            ["cut"] = Cut.ToJson(),
            ["acrossTheSplit"] = AcrossTheSplit.ToJson(),
            ["tooShort"] = TooShort.ToJson(),
            ["cutOff"] = CutOff,
            ["rounds"] = Rounds,
            ["rareItems"] = RareItems,
            ["rareEvents"] = RareEvents,
            ["shortened"] = Shortened.ToJson(),
            ["items"] = Items,
            ["train"] = Part(Train),
        };
        if (Valid is not null) json["valid"] = Part(Valid);
        json["test"] = Part(Test);
        return json;
    }

    private JsonObject Part(SequenceCount kept)
    {
        JsonObject json = kept.ToJson();
        json["examples"] = Examples(kept);
        return json;
    }

    private JsonObject Part(LaterPart part)
    {
        JsonObject json = Part(part.Kept);
        json["cut"] = part.Cut.ToJson();
        json["cutOff"] = part.CutOff;
        json["unknownEvents"] = part.UnknownEvents;
        json["short"] = part.Short.ToJson();
        return json;
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
