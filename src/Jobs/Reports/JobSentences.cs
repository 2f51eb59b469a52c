using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports.Sections;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>What a job came to, in sentences drawn from its numbers.</summary>
public static class JobSentences
{
    /// <summary>How the student that ships compares with its teacher, with itself from scratch and with repeating the session.</summary>
    /// <param name="result">The job.</param>
    public static IReadOnlyList<string> Of(MainJobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            Sentence("The student", "its teacher", result.Teacher.Test),
            Sentence("The distilled student", "the same student trained without a teacher", result.StudentFromScratch.Test),
            Sentence("The student", "what repeats the session's own items (S-POP)", result.SessionPopularity),
        ];

        string Sentence(string subject, string other, EvaluationResult than) => DifferenceSection.Sentence(
            subject,
            other,
            PairedBootstrap.Difference(result.Shipped.Test, than, Metric.Named("HR@20"), result.Options.Teacher.Seed));
    }
}
