using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Jobs.Tests.Settings;

public sealed class JobFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public static TheoryData<JobVerbs, string> Jobs => new(
        from verb in (JobVerbs[])[JobVerbs.Train, JobVerbs.Distill, JobVerbs.Run, JobVerbs.Demo]
        from preset in Presets.All
        select (verb, preset.Preset));

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_written_job_is_read_as_it_was(JobVerbs verb, string preset)
    {
        JobOptions job = JobResolver.Start(verb, preset);
        JobFile.Write(job, verb, folder["job.json"]);
        JobOptions read = JobFile.Apply(job, verb, folder["job.json"]);
        if (verb == JobVerbs.Train) read = read with { Student = job.Student };
        Assert.Equal(job, read);
        Assert.Equal(preset, JobFile.PresetOf(folder["job.json"]));
    }

    [Fact]
    public void Every_setting_changes_the_job_and_is_written()
    {
        foreach (Setting setting in JobSettings.All)
        {
            JobOptions job = Presets.Copy, changed = setting.With(job, Other(setting, job));
            Assert.NotEqual(job, changed);
            Assert.Equal(Other(setting, job), setting.Show(changed));
            JsonNode written = setting.ToJson(changed)!;
            File.WriteAllText(folder["one.json"], new JsonObject { [setting.Key] = written }.ToJsonString());
            Assert.Equal(changed, JobFile.Apply(job, setting.Verbs, folder["one.json"]));
        }
    }

    [Fact]
    public void Names_and_keys_are_there_once()
    {
        Assert.Equal(JobSettings.All.Count, JobSettings.All.Select(setting => setting.Name).Distinct().Count());
        Assert.Equal(JobSettings.All.Count, JobSettings.All.Select(setting => setting.Key).Distinct().Count());
        foreach (JobVerbs verb in (JobVerbs[])[JobVerbs.Train, JobVerbs.Distill, JobVerbs.Run, JobVerbs.Demo])
        {
            string[] options = [.. JobSettings.Of(verb).Select(setting => JobSettings.OptionOf(setting, verb))];
            Assert.Equal(options.Length, options.Distinct().Count());
        }
    }

    [Fact]
    public void Comments_trailing_commas_and_missing_keys_are_fine()
    {
        JobOptions job = Apply("""
            {
              // twice the learning rate
              "learningRate": 0.008, /* and */ "width": 64,
            }
            """);
        Assert.Equal((0.008f, 64, 64, 8), (job.Teacher.LearningRate, job.Encoder.Width, job.Encoder.Inner, job.Teacher.Epochs));
    }

    [Fact]
    public void The_order_of_keys_makes_no_difference_and_settings_of_other_verbs_are_passed_over()
    {
        JobOptions job = Apply(
            """{"shape": "bits=8", "compression": 2, "inner": 128, "width": 64, "studentBatch": 7, "batch": 9, "teacher": "t.odr"}""");
        Assert.Equal(
            ("bits=8", 128, 64, 7, 9, (string?)null),
            (job.Table.Shape, job.Encoder.Inner, job.Encoder.Width, job.Student.Batch, job.Teacher.Batch, job.TeacherFile));
    }

    [Theory]
    [InlineData("[]", "no job file")]
    [InlineData("{", "no job file")]
    [InlineData("{\"out\": \"\\ud800\"}", "no job file")]
    [InlineData("{\"\\udc00\": 1}", "no job file")]
    [InlineData("{\"learning-rate\": 1}", "no setting is called \"learning-rate\", is it learningRate?; 'odrec config' lists them all.")]
    [InlineData("{\"epoch\": 1}", "no setting is called \"epoch\", is it epochs?; ")]
    [InlineData("{\"StudentBatch\": 1}", "no setting is called \"StudentBatch\", is it studentBatch?; ")]
    [InlineData("{\"present\": \"copy\"}", "no setting is called \"present\", is it preset?; ")]
    [InlineData("{\"z\\nz\\u001b\": 1}", "no setting is called \"z\\u000az\\u001b\"")]
    [InlineData("{\"width\": [\n1]}", "\"width\" is [\\u000a1]; it must be")]
    [InlineData("{\"zzz\": 1}", "no setting is called \"zzz\"; 'odrec config' lists them all.")]
    [InlineData("{\"width\": 64, \"width\": 32}", "\"width\" is there twice")]
    [InlineData("{\"width\": \"64\"}", "\"width\" is \"64\"; it must be a whole number from 1 to 16384")]
    [InlineData("{\"width\": 0}", "\"width\" is 0; it must be a whole number from 1 to 16384")]
    [InlineData("{\"dropout\": 1}", "\"dropout\" is 1; it must be a number from 0 to below 1")]
    [InlineData("{\"refit\": 1}", "\"refit\" is 1; it must be true or false")]
    [InlineData("{\"readout\": \"mean\"}", "it must be soft-attention or last")]
    [InlineData("{\"shape\": \"I=1\"}", "it must be like 'bits=64'")]
    public void What_is_no_job_is_refused_by_name(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => Apply(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_hash_knows_settings_and_not_places()
    {
        byte[] hash = JobFile.Hash(Presets.Copy, JobVerbs.Run);
        Assert.Equal(hash, JobFile.Hash(Presets.Copy with { Data = "d", Output = "o", TeacherFile = "t", Resume = true }, JobVerbs.Run));
        Assert.NotEqual(hash, JobFile.Hash(Presets.Copy with { Refit = false }, JobVerbs.Run));
        Assert.NotEqual(hash, JobFile.Hash(Presets.Paper, JobVerbs.Run));
        Assert.Equal(32, hash.Length);
    }

    public void Dispose() => folder.Dispose();

    private static string Other(Setting setting, JobOptions job)
    {
        if (setting.Name == "shape") return "bits=40 width=64";
        if (setting.Choices.Count > 0) return setting.Choices.First(choice => choice != setting.Show(job));
        if (setting.IsPlace) return "elsewhere";
        return ((string[])["2", "0.5", "3"]).First(word => setting.Fits(word) && word != setting.Show(job));
    }

    private JobOptions Apply(string text)
    {
        File.WriteAllText(folder["job.json"], text);
        return JobFile.Apply(Presets.Copy, JobVerbs.Run, folder["job.json"]);
    }
}
