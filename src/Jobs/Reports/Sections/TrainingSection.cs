using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>The learning curves of trainings.</summary>
internal static class TrainingSection
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="trainings">The trainings with their names.</param>
    public static void Add(HtmlPage page, IReadOnlyList<(string Name, TrainingOutcome Outcome)> trainings)
    {
        page.Section("How it was trained");
        page.Text(
            "ce: cross entropy with the true next item. labels: the same with what sequence-kNN lists. kl: divergence from the teacher's "
            + "soft targets. con and pre: the contrastive and the predictive task. Losses are means over an epoch, unweighted.");
        foreach ((string name, TrainingOutcome outcome) in trainings)
        {
            int[] terms = [.. Enumerable.Range(0, LossTerms.Names.Count).Where(i => outcome.Epochs.Any(epoch => Term(epoch, i) != 0))];
            Chart chart = Chart.OfNumbers("epochs", "loss, percent of the first epoch's");
            foreach ((int color, int i) in terms.Index())
            {
                chart.Curve(
                    LossTerms.Names[i],
                    outcome.Epochs.Select(epoch => (epoch.Epoch + 1.0, Numbers.PercentOf(Term(outcome.Epochs[0], i), Term(epoch, i)))),
                    color);
            }

            page.Figure(chart, $"Losses of the training of the {name}, each in percent of what it was in the first epoch.");
            bool validated = outcome.Epochs.Any(epoch => epoch.Valid is not null);
            page.Table(
                [$"epoch of the {name}", .. terms.Select(i => LossTerms.Names[i]), "all, weighted", "seconds", .. validated ? Heads : []],
                outcome.Epochs.Select(epoch => (IReadOnlyList<string>)
                [
                    epoch == outcome.Best && validated ? $"{epoch.Epoch + 1}, chosen" : Numbers.Count(epoch.Epoch + 1),
                    .. terms.Select(i => Numbers.Text($"{Term(epoch, i):F4}")),
                    Numbers.Text($"{epoch.Loss:F4}"),
                    Numbers.Text($"{epoch.Seconds:F0}"),
                    .. validated ? Cells(epoch.Valid) : [],
                ]));
        }

        (string Name, TrainingOutcome Outcome)[] seen = [.. trainings.Where(one => one.Outcome.Best?.Valid is not null)];
        if (seen.Length == 0) return;
        Chart valid = Chart.OfNumbers("epochs", "HR@20 on validation, percent");
        foreach ((int color, (string name, TrainingOutcome outcome)) in seen.Index())
        {
            valid.Curve(
                name,
                outcome.Epochs.Select(epoch => (epoch.Epoch + 1.0, 100 * epoch.Valid!.HitRate20)),
                color);
        }

        page.Figure(valid, "HR@20 on the validation sequences after each epoch, in percent.");
    }

    private static readonly string[] Heads = ["HR@20", "MRR@20", "NDCG@10"];

    private static string[] Cells(ValidationResult? valid) => valid is null
        ? ["–", "–", "–"]
        : [.. new[] { valid.HitRate20, valid.ReciprocalRank20, valid.Gain10 }.Select(Numbers.OfHundred)];

    private static double Term(EpochRecord epoch, int i) => epoch.Terms.Values[i];
}
