using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Jobs.Tests.Settings;

public class SuggestionTests
{
    private static readonly string[] Known = ["epochs", "studentEpochs", "patience", "width"];

    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("EPOCHS", null)]
    [InlineData("studentepochs", "studentEpochs")]
    [InlineData("wdith", "width")]
    [InlineData("patients", "patience")]
    [InlineData("seed", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_meant_if_at_least_half_of_its_letters_are_there(string word, string? meant)
    {
        Assert.Equal(meant, Suggestion.For(word, Known));
        Assert.Equal(meant is null ? "" : $", is it {meant}?", Suggestion.Question(word, Known));
    }

    [Fact]
    public void The_dashes_of_an_option_are_no_letters()
    {
        Assert.Null(Suggestion.For("--data", ["--out"]));
        Assert.Equal("--item", Suggestion.For("--itme", ["--out", "--item"]));
    }

    [Fact]
    public void Where_nothing_is_known_nothing_is_meant() => Assert.Null(Suggestion.For("epochs", []));
}
