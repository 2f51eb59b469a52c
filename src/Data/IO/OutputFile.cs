namespace OnDeviceRec.Data.IO;

/// <summary>Files that work will write: an output replaces a file and nothing else, and never one that the work reads.</summary>
public static class OutputFile
{
    // What a process has open, by name: to follow it to a file would take that file from under its writer.
    private static readonly string[] Streams = ["/proc/", "/dev/fd/", "/dev/std"];

    /// <summary>Makes sure that a name is one to write a file to, whether there is such a file or not.</summary>
    /// <param name="path">The wanted file.</param>
    /// <exception cref="InputException">It is a folder, a device or a pipe.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: this is a folder; give the name of the file to write.");
        RequireNoDevice(path);
    }

    /// <summary>Makes sure that no name leads to a file that is read, be it by another name of it.</summary>
    /// <param name="outputs">The wanted files.</param>
    /// <param name="inputs">The files that are read.</param>
    /// <exception cref="InputException">One is a file that is read.</exception>
    public static void RequireApart(IEnumerable<string> outputs, IEnumerable<string> inputs)
    {
        ILookup<FileEntry?, string> read = inputs.ToLookup(FileEntry.Of);
        foreach (string output in outputs)
        {
            if (FileEntry.Of(output) is { } entry && read[entry].FirstOrDefault() is { } input)
                throw new InputException($"{output}: this would replace {input}, which is read; give another name for what is written.");
        }
    }

    /// <summary>Makes sure that what is there, if anything, is what a file may take the place of.</summary>
    /// <param name="path">The wanted file.</param>
    /// <exception cref="InputException">It is a device or a pipe.</exception>
    internal static void RequireNoDevice(string path)
    {
        if (FileEntry.Of(path) is { } entry && (entry.IsDevice || IsStream(path)))
            throw new InputException($"{path}: this is a device or a pipe, which cannot be replaced by a file; give the name of a file.");
    }

    // By any of the links on the way; there is an end to them, as something is there.
    private static bool IsStream(string path)
    {
        for (FileInfo? hop = new(path); hop is not null; hop = (FileInfo?)hop.ResolveLinkTarget(returnFinalTarget: false))
            if (Array.Exists(Streams, start => hop.FullName.StartsWith(start, StringComparison.Ordinal))) return true;
        return false;
    }

    /// <summary>The name to write to: that of the file which symbolic links lead to, so that they stay.</summary>
    /// <param name="path">The wanted file.</param>
    internal static string Followed(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
