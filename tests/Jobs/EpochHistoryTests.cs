using System.Text.Json.Nodes;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Tests;

public class EpochHistoryTests
{
    private static readonly TrainingOutcome Three = Outcome(best: 1, (0.25, 0.1), (0.5, 0.2), (0.4, 0.25));

    [Fact]
    public void Json_has_an_object_an_epoch_with_fractions()
    {
        JsonArray json = EpochHistory.ToJson(Three);
        Assert.Equal(3, json.Count);
        Assert.Equal(
            """{"epoch":2,"loss":7,"losses":{"ce":6,"labels":1,"kl":0,"con":0,"pre":0}"""
            + ""","seconds":3,"hitRate20":0.5,"reciprocalRank20":0.2,"gain10":0.125}""",
            json[1]!.ToJsonString());
    }

    [Fact]
    public void Json_has_null_where_nothing_was_validated() => Assert.Equal(
        """[{"epoch":1,"loss":8,"losses":{"ce":7,"labels":1,"kl":0,"con":0,"pre":0}"""
        + ""","seconds":3,"hitRate20":null,"reciprocalRank20":null,"gain10":null}]""",
        EpochHistory.ToJson(Outcome(best: 0, null as (double, double)?)).ToJsonString());

    [Fact]
    public void The_table_has_a_column_for_each_validated_training_and_the_chosen_epoch_in_bold() => Assert.Equal(
        """
        | epoch | teacher | student |
        |---|--:|--:|
        | 1 | 25.00 / 10.00 | **30.00 / 10.00** |
        | 2 | **50.00 / 20.00** | – |
        | 3 | 40.00 / 25.00 | – |

        """.ReplaceLineEndings("\n"),
        EpochHistory.ToMarkdown(
            [("teacher", Three), ("refit", Outcome(best: 0, null as (double, double)?)), ("student", Outcome(best: 0, (0.3, 0.1)))]));

    [Fact]
    public void Without_validation_there_is_no_table() =>
        Assert.Null(EpochHistory.ToMarkdown([("teacher", Outcome(best: 0, null as (double, double)?))]));

    private static TrainingOutcome Outcome(int best, params (double HitRate, double ReciprocalRank)?[] epochs)
    {
        EpochRecord[] records =
        [
            .. epochs.Select((valid, i) => new EpochRecord(
                i, Loss: 8 - i, Seconds: 3, valid is { } v ? new ValidationResult(v.HitRate, v.ReciprocalRank, 0.125) : null)
            {
                Terms = new LossTerms(7 - i, 1),
            }),
        ];
        return new TrainingOutcome(records, records[best], Interrupted: false);
    }
}
