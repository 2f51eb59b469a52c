using OnDeviceRec.Data;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>What the data is, and whether the test split is like what settings are chosen by.</summary>
internal static class DataSection
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="trainings">Trainings with their names and test HR@20, for what validation said of them.</param>
    public static void Add(
        HtmlPage page, Dataset dataset, IReadOnlyList<(string Name, TrainingOutcome Outcome, double HitRate)> trainings)
    {
        page.Section("The data, and whether it drifts");
        page.Text(
            $"{Numbers.Count(dataset.Items)} items, {Numbers.Count(dataset.Train.Count)} train sequences with "
            + $"{Numbers.Count(dataset.Train.ItemCount)} items, {Numbers.Count(dataset.Test.Count)} test sequences."
            + (dataset.Skipped.Train + dataset.Skipped.Test is > 0 and int skipped
                ? $" {Numbers.Count(skipped)} sequences are too short to ask anything and were left out."
                : string.Empty));
        (string Name, SplitProfile? Profile)[] splits =
        [
            ("validation: the last of train", Profile(Split.Valid)), ("test", Profile(Split.Test)),
        ];
        page.Table(
            ["split", "sequences", "examples", "items a sequence", "repeats", "never seen before", "popular"],
            from split in splits
            where split.Profile is not null
            let p = split.Profile
            select (IReadOnlyList<string>)
            [
                split.Name, Numbers.Count(p.Sequences), Numbers.Count(p.Examples), Numbers.Text($"{p.MeanLength:F1}"),
                Numbers.Percent(p.Repeats), Numbers.Percent(p.Unseen), Numbers.Percent(p.Head),
            ]);
        page.Text(
            "Shares are of examples whose next item is in the prefix, is in no earlier sequence, or is one of the fifth of items most "
            + "frequent before the split. Where the two lines differ much, settings chosen on validation may not suit the test split.");
        (string Name, TrainingOutcome Outcome, double HitRate)[] validated =
            [.. trainings.Where(one => one.Outcome.Best?.Valid is not null)];
        if (validated.Length == 0) return;
        page.Table(
            ["HR@20", "validation", "test"],
            validated.Select(one => (IReadOnlyList<string>)
                [one.Name, Numbers.Percent(one.Outcome.Best!.Valid!.HitRate20), Numbers.Percent(one.HitRate)]));

        SplitProfile? Profile(Split split)
        {
            (Sequences before, Sequences own) = split.Of(dataset);
            return SplitProfile.Of(before, own, dataset);
        }
    }
}
