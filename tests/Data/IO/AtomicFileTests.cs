using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Tests.IO;

public class AtomicFileTests
{
    [Fact]
    public void A_file_is_written_and_replaced_and_nothing_else_stays()
    {
        using var folder = new TempFolder();
        AtomicFile.Write(folder["a"], s => s.Write("one, longer"u8));
        AtomicFile.Write(folder["a"], s => s.Write("two"u8));
        Assert.Equal("two", File.ReadAllText(folder["a"]));
        Assert.Equal(["a"], folder.Names);
    }

    [Fact]
    public void The_wanted_name_is_untouched_until_the_end()
    {
        using var folder = new TempFolder();
        folder.Write("a", "old");
        AtomicFile.Write(folder["a"], s =>
        {
            s.Write("new"u8);
            s.Flush();
            Assert.Equal("old", File.ReadAllText(folder["a"]));
            Assert.Equal(2, folder.Names.Length);
        });
        Assert.Equal("new", File.ReadAllText(folder["a"]));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_no_other()
    {
        using var folder = new TempFolder();
        folder.Write("a", "old");
        Assert.Throws<ArithmeticException>(() => AtomicFile.Write(folder["a"], s =>
        {
            s.Write("half"u8);
            throw new ArithmeticException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.Equal(["a"], folder.Names);
    }

    [Fact]
    public void A_symbolic_link_stays_and_the_file_behind_it_is_replaced()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["real"]);
        folder.Write("real/a", "old");
        File.CreateSymbolicLink(folder["real/near"], "a");
        File.CreateSymbolicLink(folder["far"], folder["real/near"]);
        File.CreateSymbolicLink(folder["new"], folder["real/b"]);
        AtomicFile.Write(folder["far"], s => s.Write("one"u8));
        AtomicFile.Write(folder["new"], s => s.Write("two"u8));
        Assert.Equal(("one", "two"), (File.ReadAllText(folder["real/a"]), File.ReadAllText(folder["real/b"])));
        Assert.Equal(
            ("a", folder["real/near"], folder["real/b"]),
            (Target("real/near"), Target("far"), Target("new")));
        Assert.Equal(["a", "b", "near"], Directory.GetFiles(folder["real"]).Select(path => Path.GetFileName(path)).Order());

        string? Target(string name) => new FileInfo(folder[name]).LinkTarget;
    }

    [Fact]
    public void A_replaced_file_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes.");
            return;
        }

        using var folder = new TempFolder();
        folder.Write("a", "old");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder["a"], Mode);
        AtomicFile.Write(folder["a"], s => s.Write("new"u8));
        Assert.Equal((Mode, "new"), (File.GetUnixFileMode(folder["a"]), File.ReadAllText(folder["a"])));
    }

    [Fact]
    public void What_replaces_a_private_file_is_private_while_it_is_written()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes.");
            return;
        }

        using var folder = new TempFolder();
        folder.Write("a", "old");
        File.SetUnixFileMode(folder["a"], UnixFileMode.UserRead);
        UnixFileMode meanwhile = default;
        AtomicFile.Write(folder["a"], s =>
        {
            s.Write("new"u8);
            string temporary = Assert.Single(folder.Names, name => name != "a");
            if (!OperatingSystem.IsWindows()) meanwhile = File.GetUnixFileMode(folder[temporary]);
        });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, meanwhile);
        Assert.Equal((UnixFileMode.UserRead, "new"), (File.GetUnixFileMode(folder["a"]), File.ReadAllText(folder["a"])));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    [InlineData("/proc/self/fd/1")]
    [InlineData("link")]
    public void A_device_or_what_a_process_has_open_is_refused(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "these are names of Linux");
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["link"], "/dev/stdout");
        string path = name == "link" ? folder[name] : name;
        var e = Assert.Throws<InputException>(() => AtomicFile.Write(path, s => s.WriteByte(1)));
        Assert.StartsWith($"{path}: this is a device or a pipe", e.Message, StringComparison.Ordinal);
        Assert.Equal(["link"], folder.Names);
    }

    [Fact]
    public void Temporary_files_of_dead_runs_go_and_all_others_stay()
    {
        using var folder = new TempFolder();
        string alive = $"a.{Guid.NewGuid():N}.tmp", dead = $"a.{Guid.NewGuid():N}.tmp", another = $"ab.{Guid.NewGuid():N}.tmp";
        string[] others = ["a.tmp", "a.notes.tmp", $"a.{Guid.NewGuid():N}"];
        foreach (string name in (string[])[alive, dead, another, .. others]) folder.Write(name, "half");
        using (new FileStream(folder[alive], FileMode.Open, FileAccess.Write, FileShare.Delete))
            AtomicFile.Write(folder["a"], s => s.Write("whole"u8));
        Assert.Equal(6, folder.Names.Length);
        Assert.DoesNotContain(dead, folder.Names);
        AtomicFile.Write(folder["a"], s => s.Write("whole"u8));
        Assert.DoesNotContain(alive, folder.Names);
    }

    [Fact]
    public void A_file_that_is_being_written_is_not_taken_for_a_dead_run_s()
    {
        using var folder = new TempFolder();
        AtomicFile.Write(folder["a"], outer =>
        {
            outer.Write("outer"u8);
            AtomicFile.Write(folder["a"], inner => inner.Write("inner"u8));
            Assert.Equal("inner", File.ReadAllText(folder["a"]));
        });
        Assert.Equal("outer", File.ReadAllText(folder["a"]));
    }

    [Fact]
    public void A_full_disk_ends_in_one_line_about_the_file()
    {
        using var folder = new TempFolder();
        var e = Assert.Throws<OutputException>(() => AtomicFile.Write(folder["a"], _ => throw new IOException("No space left on device.")));
        string reason = "cannot be written, No space left on device; check the folder and the room left on the disk.";
        Assert.Equal($"{folder["a"]}: {reason}", e.Message);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Places_that_cannot_be_written_end_in_one_line()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        Directory.CreateDirectory(folder["taken"]);
        foreach (string path in new[] { folder["none/a"], folder["file/a"], folder["taken"] })
        {
            var e = Assert.Throws<OutputException>(() => AtomicFile.Write(path, s => s.WriteByte(1)));
            Assert.Equal(path, e.Path);
            Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            Assert.Contains(';', e.Message);
            Assert.DoesNotContain(e.Message, char.IsControl);
        }

        Assert.Equal(["file", "taken"], folder.Names);
    }

    [Fact]
    public void A_folder_without_rights_ends_in_one_line()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Rights of this kind do not bind here.");
            return;
        }

        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var e = Assert.Throws<OutputException>(() => AtomicFile.Write(folder["locked/a"], s => s.WriteByte(1)));
        Assert.Contains("access is denied", e.Message, StringComparison.Ordinal);
    }
}
