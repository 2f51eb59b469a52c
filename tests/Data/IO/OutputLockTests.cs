using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Tests.IO;

public class OutputLockTests
{
    [Fact]
    public void A_second_run_on_the_same_file_is_refused_by_any_name_of_it_until_the_first_one_ends()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["link"], "a");
        using (OutputLock.Beside(folder["a"]))
        {
            foreach (string name in (string[])["a", "link"])
            {
                var e = Assert.Throws<InputException>(() => OutputLock.Beside(folder[name]));
                Assert.Equal($"{folder[name]}: another run is writing this; wait for its end or give another name.", e.Message);
            }

            using (OutputLock.Beside(folder["b"])) Assert.Equal(["a.lock", "b.lock", "link"], folder.Names);
        }

        Assert.Equal(["link"], folder.Names);
        using (OutputLock.Beside(folder["link"])) Assert.Equal(["a.lock", "link"], folder.Names);
    }

    [Fact]
    public void A_folder_is_made_for_a_run_and_goes_with_it_if_nothing_is_in_it()
    {
        using var folder = new TempFolder();
        using (OutputLock.Within(folder["a"]))
        {
            Assert.Equal(["run.lock"], Directory.GetFiles(folder["a"]).Select(path => Path.GetFileName(path)));
            Assert.Contains(
                "another run is writing this",
                Assert.Throws<InputException>(() => OutputLock.Within(folder["a"])).Message,
                StringComparison.Ordinal);
        }

        Assert.Empty(folder.Names);
        using (OutputLock.Beside(folder["a/file"], makeFolder: true)) Assert.Equal(["a"], folder.Names);
        Assert.Empty(folder.Names);
        using (OutputLock.Within(folder["a"])) folder.Write("a/report", "done");
        using (OutputLock.Within(folder["a"])) Assert.True(File.Exists(folder["a/run.lock"]));
        Assert.Equal(["report"], Directory.GetFiles(folder["a"]).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void All_folders_that_were_made_go_up_to_one_that_was_there_or_has_something()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["there"]);
        using (OutputLock.Beside(folder["there/a/b/file"], makeFolder: true)) Assert.True(Directory.Exists(folder["there/a/b"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["there"]));
        using (OutputLock.Within(folder["there/a/b/"])) folder.Write("there/a/notes", "mine");
        Assert.Equal([folder["there/a/notes"]], Directory.GetFileSystemEntries(folder["there/a"]));
        Assert.Equal(["there"], folder.Names);
    }

    [Fact]
    public void Folders_that_were_made_go_if_the_output_cannot_be_taken()
    {
        using var folder = new TempFolder();
        string tooLong = new('x', 253);
        Assert.Throws<OutputException>(() => OutputLock.Beside(folder["a/b/" + tooLong], makeFolder: true));
        Assert.Throws<OutputException>(() => OutputLock.Within(folder["a/b/" + tooLong + tooLong]));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_file_of_the_locks_name_that_has_contents_is_refused_and_stays()
    {
        using var folder = new TempFolder();
        folder.Write("a.lock", "mine");
        folder.Write("run.lock", "mine too");
        File.CreateSymbolicLink(folder["b.lock"], "none");
        Refuses("a", "a.lock", () => OutputLock.Beside(folder["a"]));
        Refuses("b", "b.lock", () => OutputLock.Beside(folder["b"]));
        Refuses("", "run.lock", () => OutputLock.Within(folder[""]));
        Assert.Equal(("mine", "mine too"), (File.ReadAllText(folder["a.lock"]), File.ReadAllText(folder["run.lock"])));
        Assert.Equal(["a.lock", "b.lock", "run.lock"], folder.Names);

        void Refuses(string output, string file, Func<OutputLock> take)
        {
            const string Rest = "is no lock of odrec, and its name is that of the lock; move it or give another name for the output.";
            Assert.Equal($"{folder[output]}: {folder[file]} {Rest}", Assert.Throws<InputException>(take).Message);
        }
    }

    [Fact]
    public void What_a_dead_run_left_holds_nobody_up()
    {
        using var folder = new TempFolder();
        folder.Write("a.lock", "");
        using (OutputLock.Beside(folder["a"])) Assert.Throws<InputException>(() => OutputLock.Beside(folder["a"]));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Of_many_that_come_at_once_never_two_hold_it()
    {
        using var folder = new TempFolder();
        int inside = 0, taken = 0;
        bool two = false;
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                using OutputLock held = OutputLock.Beside(folder["a"]);
                if (Interlocked.Increment(ref inside) > 1) Volatile.Write(ref two, true);
                Interlocked.Increment(ref taken);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
            }
            catch (InputException)
            {
                // Refused.
            }
        });
        Assert.False(two);
        Assert.True(taken > 0);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_place_that_cannot_be_written_ends_in_one_line()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        foreach (string name in (string[])["none/a", "file/a"])
        {
            Assert.StartsWith(
                $"{folder[name]}: cannot be written", Assert.Throws<OutputException>(() => OutputLock.Beside(folder[name])).Message,
                StringComparison.Ordinal);
        }

        Assert.Throws<OutputException>(() => OutputLock.Within(folder["file"]));
    }
}
