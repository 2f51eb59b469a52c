using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports.Sections;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>What a job came to, in sentences drawn from its numbers.</summary>
public static class JobSentences
{
    /// <summary>
    /// How the student that ships compares with its teacher and with repeating the session, and what distillation is worth: of the students
    /// in fp32, as the one from scratch has no other file.
    /// </summary>
    /// <param name="result">The job.</param>
    public static IReadOnlyList<string> Of(MainJobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            Sentence("The student", result.Shipped.Test, "its teacher", result.Teacher.Test),
            Sentence(
                "In fp32 the distilled student",
                result.Student.Test,
                "the same student trained without a teacher",
                result.StudentFromScratch.Test),
            Sentence("The student", result.Shipped.Test, "what repeats the session's own items (S-POP)", result.SessionPopularity),
        ];

        string Sentence(string subject, EvaluationResult of, string other, EvaluationResult than) => DifferenceSection.Sentence(
            subject, other, PairedBootstrap.Difference(of, than, Metric.Named("HR@20"), result.Options.Teacher.Seed));
    }
}
