using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Output;

namespace OnDeviceRec.Data.Logs.Tests;

public class OutputPlaceTests
{
    [Fact]
    public void A_data_set_that_a_dead_run_had_moved_away_gets_its_name_again()
    {
        using var scratch = new Scratch();
        string dead = $"made.{Guid.NewGuid():N}.tmp";
        scratch.With($"{dead}/old/dataset.json", "old").With($"{dead}/dataset/dataset.json", "new");
        Assert.Contains("--force", Assert.Throws<InputException>(() => Take(scratch, replace: false)).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(scratch["made/dataset.json"]));
        Assert.Equal(["made"], scratch.Names);
    }

    [Fact]
    public void A_data_set_that_a_dead_run_had_replaced_goes()
    {
        using var scratch = new Scratch();
        scratch.With($"made.{Guid.NewGuid():N}.tmp/old/dataset.json", "old").With("made/dataset.json", "new");
        using (Take(scratch, replace: true)) Assert.Equal(3, scratch.Names.Length);
        Assert.Equal("new", File.ReadAllText(scratch["made/dataset.json"]));
        Assert.Equal(["made"], scratch.Names);
    }

    [Fact]
    public void What_came_to_be_there_meanwhile_is_not_replaced()
    {
        using var scratch = new Scratch();
        foreach ((bool replace, string name) in ((bool, string)[])[(false, "dataset.json"), (true, "thesis.docx")])
        {
            using (OutputPlace place = Take(scratch, replace))
            {
                scratch.With($"made/{name}", "mine");
                Assert.Throws<InputException>(place.Finish);
            }

            Assert.Equal("mine", File.ReadAllText(scratch[$"made/{name}"]));
            Assert.Equal(["made"], scratch.Names);
            Directory.Delete(scratch["made"], recursive: true);
        }
    }

    // What is there is looked at once nobody else can change it.
    [Fact]
    public void Another_run_is_named_before_what_it_has_written()
    {
        using Scratch scratch = new Scratch().With("made/dataset.json", "{}");
        using (OutputLock.Beside(scratch["made"]))
        {
            string message = Assert.Throws<InputException>(() => Take(scratch, replace: false)).Message;
            Assert.Contains("another run is writing this", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_folders_above_go_with_a_place_that_came_to_nothing()
    {
        using var scratch = new Scratch();
        using (OutputPlace.Take(scratch["a/b/made"], replace: false)) Assert.Equal(["a"], scratch.Names);
        Assert.Empty(scratch.Names);
    }

    private static OutputPlace Take(Scratch scratch, bool replace) => OutputPlace.Take(scratch["made"], replace);
}
