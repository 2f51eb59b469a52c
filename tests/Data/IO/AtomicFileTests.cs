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
