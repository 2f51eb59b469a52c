using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;

namespace OnDeviceRec.Jobs.Tests;

public class DatasetReadingTests
{
    // A pipe that nobody writes to is a file that is read for ever.
    [Fact]
    public void A_read_that_is_cancelled_stops_within_a_second()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no mkfifo");
        using TempFolder folder = TempFolder.WithDataset();
        File.Delete(folder["train.sessions.txt"]);
        Process.Start("mkfifo", folder["train.sessions.txt"]).WaitForExit();
        foreach (Func<string, IProgress<WorkProgress>, CancellationToken, Dataset> read in
            (Func<string, IProgress<WorkProgress>, CancellationToken, Dataset>[])[DatasetReading.Whole, DatasetReading.ForTraining])
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            long start = Stopwatch.GetTimestamp();
            var e = Assert.ThrowsAny<OperationCanceledException>(() => read(folder.Path, new HeardProgress(), stop.Token));
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(1));
            Assert.Equal("stopped while the data set was read; nothing was changed.", e.Message);
        }
    }

    [Fact]
    public void What_is_wrong_with_a_data_set_is_said_as_it_is()
    {
        using var folder = new TempFolder();
        Assert.Throws<DataFormatException>(() => DatasetReading.Whole(
            folder["none"], new HeardProgress(), TestContext.Current.CancellationToken));
    }
}
