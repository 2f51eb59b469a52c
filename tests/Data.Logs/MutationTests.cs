using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>Damaged files of every format give a data set or one line, and nothing half made.</summary>
public class MutationTests
{
    private const int Rounds = 25;
    private const string Query =
        "SELECT 'u' || i // 4 AS user, 'i' || i % 7 AS item, 1500000000 + i * 5000 AS time, "
        + "CASE WHEN i % 3 = 0 THEN 'x,y' END AS note FROM range(200) AS t(i)";

    [Theory]
    [InlineData("log.csv")]
    [InlineData("log.csv.gz")]
    [InlineData("log.csv.zst")]
    [InlineData("log.json")]
    [InlineData("log.parquet")]
    public void A_damaged_file_ends_in_a_data_set_or_in_one_line(string name)
    {
        using Scratch scratch = new Scratch().WithQuery(name, Query);
        byte[] whole = File.ReadAllBytes(scratch[name]);
        var random = new Random(11);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = [.. whole];
            for (int n = random.Next(1, 6); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (round % 4 == 0) damaged = damaged[..random.Next(damaged.Length)];
            scratch.With(name, damaged);
            string[] before = scratch.Names;
            try
            {
                scratch.Prepare(name, options => options with { BadRows = new BadRowLimit(50, null) });
                Assert.True(scratch.Made().Items > 0);
                Directory.Delete(scratch["made"], recursive: true);
            }
            catch (Exception e) when (e is DataFormatException or InputException)
            {
                Assert.DoesNotContain('\n', e.Message);
            }

            Assert.Equal(before, scratch.Names);
        }
    }
}
