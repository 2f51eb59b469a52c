namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// What became of every event of a log. Cut = AcrossTheSplit + (events of rare items, short sequences, kept ones of the train part) +
/// (events of unknown items, short sequences, kept ones of the test part), in sequences and in events.
/// </summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Log">What the lines were.</param>
/// <param name="Start">The time of the first event.</param>
/// <param name="Split">Train sequences end before this, test sequences begin at it or later.</param>
/// <param name="End">The time of the last event.</param>
/// <param name="Cut">The sequences that the events were cut into.</param>
/// <param name="AcrossTheSplit">Left out: begun before the split and ended after it.</param>
/// <param name="Rounds">How often the train part was gone through until nothing was left to leave out.</param>
/// <param name="RareEvents">Left out of the train part: events of items with too little support.</param>
/// <param name="ShortTrain">Left out of the train part: sequences with too few items left.</param>
/// <param name="Train">Kept.</param>
/// <param name="UnknownEvents">Left out of the test part: events of items that the train sequences do not have.</param>
/// <param name="ShortTest">Left out of the test part: sequences with too few items left.</param>
/// <param name="Test">Kept.</param>
public sealed record PreparationReport(
    PreparationOptions Options,
    LogCounts Log,
    DateTimeOffset Start,
    DateTimeOffset Split,
    DateTimeOffset End,
    SequenceCount Cut,
    SequenceCount AcrossTheSplit,
    int Rounds,
    int RareEvents,
    SequenceCount ShortTrain,
    SequenceCount Train,
    int UnknownEvents,
    SequenceCount ShortTest,
    SequenceCount Test);
