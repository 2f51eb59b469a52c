using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

public class EpochRecordTests
{
    private const int Columns = 80;

    // The longest names of trainings that validate, and of those that do not.
    private const string Validated = "student from scratch: ", Refitted = "student from scratch on all sequences: ";

    [Fact]
    public void An_epoch_is_its_loss_what_it_is_chosen_by_and_its_time()
    {
        var valid = new ValidationResult(0.481736, 0.17013, 0.20963);
        Assert.Equal("loss 8.123, HR 48.17 MRR 17.01, 124 s", new EpochRecord(3, 8.12346, 123.6, valid).ToString());
        Assert.Equal("loss 8.123, 124 s", new EpochRecord(3, 8.12346, 123.6, Valid: null).ToString());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(9.99999)]
    [InlineData(123.456)]
    [InlineData(98765.4)]
    public void The_line_of_a_long_epoch_fits_into_80_columns(double loss)
    {
        const double Day = 86_400;
        Assert.InRange($"{Validated}epoch 999/999, {new EpochRecord(998, loss, Day, new ValidationResult(1, 1, 1))}".Length, 1, Columns);
        Assert.InRange($"{Refitted}epoch 999/999, {new EpochRecord(998, loss, Day, Valid: null)}".Length, 1, Columns);
    }

    [Fact]
    public void A_training_says_so_line_by_line()
    {
        using SmallRun run = SmallRun.Distill();
        var lines = new List<string>();
        TrainingOutcome outcome = run.Train(progress => lines.AddRange(progress.Line is { } line ? [line] : (string[])[]));
        Assert.Equal(outcome.Epochs.Select(epoch => $"epoch {epoch.Epoch + 1}/3, {epoch}"), lines);
    }
}
