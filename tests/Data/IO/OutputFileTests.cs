using System.Diagnostics;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Tests.IO;

public class OutputFileTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("folder/../a")]
    [InlineData("soft")]
    [InlineData("hard")]
    [InlineData("elsewhere/a")]
    public void A_file_that_is_read_is_refused_by_whatever_name(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere hard links are not told");
        using TempFolder folder = WithNames();
        var e = Assert.Throws<InputException>(() => OutputFile.RequireApart([folder["new"], folder[name]], [folder["b"], folder["a"]]));
        Assert.Equal(
            $"{folder[name]}: this would replace {folder["a"]}, which is read; give another name for what is written.", e.Message);
    }

    [Theory]
    [InlineData("folder/a", "folder/a")]
    [InlineData("elsewhere/folder/../a", "a")]
    [InlineData("elsewhere/elsewhere/soft", "a")]
    [InlineData("near/a", "folder/a")]
    [InlineData("near/up/a", "a")]
    [InlineData("near/", "folder")]
    [InlineData("chain/a", "folder/a")]
    public void A_path_is_resolved_link_by_link(string name, string resolved)
    {
        using TempFolder folder = WithNames();
        Directory.CreateSymbolicLink(folder["near"], "elsewhere/folder");
        Directory.CreateSymbolicLink(folder["folder/up"], "../elsewhere");
        Directory.CreateSymbolicLink(folder["chain"], "near");
        Assert.Equal(Path.Combine(FileEntry.Resolved(folder.Path), resolved), FileEntry.Resolved(folder[name]));
    }

    [Fact]
    public void Another_file_is_none_that_is_read_though_it_has_the_same_contents()
    {
        using TempFolder folder = WithNames();
        OutputFile.RequireApart([folder["b"], folder["folder/a"], folder["none"]], [folder["a"], folder["missing"]]);
    }

    [Fact]
    public void A_folder_or_a_pipe_is_no_file_to_write_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no mkfifo");
        using TempFolder folder = WithNames();
        Process.Start("mkfifo", folder["pipe"]).WaitForExit();
        Assert.Contains("this is a device or a pipe", Refusal("pipe"), StringComparison.Ordinal);
        Assert.Contains("this is a folder; give the name of the file", Refusal("folder"), StringComparison.Ordinal);
        foreach (string name in (string[])["a", "soft", "hard", "none", "none/none"]) OutputFile.Require(folder[name]);

        string Refusal(string name) => Assert.Throws<InputException>(() => OutputFile.Require(folder[name])).Message;
    }

    private static TempFolder WithNames()
    {
        var folder = new TempFolder();
        folder.Write("a", "same");
        folder.Write("b", "same");
        Directory.CreateDirectory(folder["folder"]);
        folder.Write("folder/a", "same");
        File.CreateSymbolicLink(folder["soft"], "a");
        if (OperatingSystem.IsLinux()) Process.Start("ln", [folder["a"], folder["hard"]]).WaitForExit();
        Directory.CreateSymbolicLink(folder["elsewhere"], folder.Path);
        return folder;
    }
}
