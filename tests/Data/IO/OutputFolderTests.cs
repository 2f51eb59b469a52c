using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Tests.IO;

public class OutputFolderTests
{
    [Fact]
    public void A_folder_is_made_with_those_above_it_and_nothing_is_in_it()
    {
        using var folder = new TempFolder();
        OutputFolder.Create(folder["a/b"]);
        Assert.True(Directory.Exists(folder["a/b"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["a/b"]));
    }

    [Fact]
    public void What_a_run_that_died_left_of_its_try_goes_and_what_a_person_has_stays()
    {
        using var folder = new TempFolder();
        string left = $"try.{Guid.NewGuid():N}.tmp";
        string[] own = ["abcdefgh.xyz", "mine.tmp", "try", "try.tmp"];
        foreach (string name in (string[])[left, .. own]) folder.Write(name, "");
        OutputFolder.Create(folder["."]);
        Assert.Equal(own, folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Runs_that_try_a_folder_at_once_do_not_disturb_each_other()
    {
        const int Tries = 2000;
        using var folder = new TempFolder();
        Parallel.For(0, Tries, _ => OutputFolder.Create(folder["shared"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["shared"]));
    }

    [Fact]
    public void A_file_in_its_place_is_said()
    {
        using var folder = new TempFolder();
        folder.Write("a", "");
        OutputException e = Assert.Throws<OutputException>(() => OutputFolder.Create(folder["a"]));
        Assert.Contains(folder["a"], e.Message, StringComparison.Ordinal);
    }
}
