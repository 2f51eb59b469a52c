using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;

namespace OnDeviceRec.Jobs.Tests;

public class DatasetReadingTests
{
    // A pipe that nobody writes to is a file that is read for ever: only a read that is given up ends before the limit.
    [Fact]
    public async Task A_read_that_is_cancelled_does_not_wait_for_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no mkfifo");
        using TempFolder folder = TempFolder.WithDataset();
        File.Delete(folder["train.sessions.txt"]);
        Process.Start("mkfifo", folder["train.sessions.txt"]).WaitForExit();
        foreach (Func<string, IProgress<WorkProgress>, CancellationToken, Dataset> read in
            (Func<string, IProgress<WorkProgress>, CancellationToken, Dataset>[])[DatasetReading.Whole, DatasetReading.ForTraining])
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            var reading = Task.Run(() => read(folder.Path, new HeardProgress(), stop.Token), CancellationToken.None);
            OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => reading.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
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
