using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Training.Tests;

public class RunDescriptionTests
{
    [Fact]
    public void The_same_run_has_no_difference() => Assert.Null(Difference(Run(), Run()));

    [Fact]
    public void What_differs_is_named_in_words_with_both_values() => Assert.Equal(
        "learning rate 0.003 there, 0.002 here; seed 1 there, 2 here",
        Difference(Run(), Run(Settings with { LearningRate = 0.002f, Seed = 2 })));

    [Fact]
    public void A_hash_is_not_shown() => Assert.Equal("data not the same", Difference(Run(hash: "1"), Run(hash: "2")));

    [Fact]
    public void What_one_of_the_two_does_not_have_is_none()
    {
        RunDescription more = Run().AddAll(new RunDescription().Add("start", "teacher"));
        Assert.Equal("start teacher there, none here", Difference(more, Run()));
        Assert.Equal("start none there, teacher here", Difference(Run(), more));
    }

    [Fact]
    public void Every_setting_of_a_training_makes_another_run()
    {
        foreach (System.Reflection.PropertyInfo property in typeof(TrainingOptions).GetProperties().Where(one => one.CanWrite))
        {
            TrainingOptions other = Settings with { };
            object value = property.GetValue(other)!;
            property.SetValue(other, value is Enum ? LearningRateSchedule.Cosine : Convert.ChangeType(7, value.GetType(), null));
            Assert.NotNull(Difference(Run(), Run(other)));
        }
    }

    [Fact]
    public void Of_many_differences_the_first_are_named_and_the_others_counted()
    {
        RunDescription there = Many("a"), here = Many("b");
        Assert.Equal("t1 a there, b here; t2 a there, b here; t3 a there, b here; t4 a there, b here; and 3 more", Difference(there, here));

        static RunDescription Many(string value) =>
            Enumerable.Range(1, 7).Aggregate(new RunDescription(), (run, i) => run.Add($"t{i}", value));
    }

    [Fact]
    public void A_long_value_of_several_lines_is_the_beginning_of_one() => Assert.Equal(
        $"x two lines{new string('y', 51)}… there, none here",
        Difference(new RunDescription().Add("x", $"two\nlines{new string('y', 1000)}"), new RunDescription()));

    private static TrainingOptions Settings { get; } = new() { LearningRate = 0.003f, KnnLabelWeight = 1.5f, Seed = 1 };

    private static RunDescription Run(TrainingOptions? settings = null, string hash = "1") =>
        new RunDescription().Add("model", "teacher").AddAll(settings ?? Settings).AddHash("data", hash);

    // Through a file and back.
    private static string? Difference(RunDescription there, RunDescription here)
    {
        using var file = new MemoryStream();
        using (var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true)) there.Write(writer);
        file.Position = 0;
        using var reader = new CheckpointReader(file);
        return here.DifferenceOf(RunDescription.Read(reader));
    }
}
