using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation.Agreement;
using OnDeviceRec.Evaluation.Reference;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Agreement;

public class AgreementCheckTests
{
    // Some are longer than T_max, 9.
    private static readonly Dataset Data = SyntheticCatalog.Generate(
        new SyntheticOptions
        {
            Items = RandomFile.Items,
            Sequences = 40,
            TestSequences = 60,
            Categories = 6,
            MaxLength = 25,
            LengthExponent = 1,
        },
        seed: 4);

    private static readonly ModelFile Student = RandomFile.Small(compressed: true, ReadoutKind.SoftAttention);

    public static TheoryData<bool, ReadoutKind, Precision, bool, float> Models => new(
        from compressed in (bool[])[false, true]
        from readout in (ReadoutKind[])[ReadoutKind.Last, ReadoutKind.SoftAttention]
        from precision in (Precision[])[Precision.Fp32, Precision.Fp16, Precision.Int8, Precision.Int4]
        from head in ((bool Copies, float LogitScale)[])[(false, 0), (true, 0), (true, 4)]
        select (compressed, readout, precision, head.Copies, head.LogitScale));

    [Theory]
    [MemberData(nameof(Models))]
    public void A_device_agrees_with_the_numbers_of_its_file(
        bool compressed, ReadoutKind readout, Precision precision, bool copies, float logitScale) =>
        AssertAgrees(RandomFile.Small(compressed, readout, precision, copies, logitScale));

    [Theory]
    [InlineData(8, Precision.Fp32)]
    [InlineData(11, Precision.Fp16)]
    [InlineData(16, Precision.Int8)]
    [InlineData(33, Precision.Int4)]
    public void A_device_agrees_with_the_binary_codes_of_its_file(int bits, Precision precision)
    {
        ModelConfiguration dense = SmallModels.Configuration(ReadoutKind.SoftAttention, copies: true, logitScale: 4, RandomFile.Items);
        AssertAgrees(RandomFile.Of(dense with { Table = new BinaryCodesShape(bits) }, precision));
    }

    private static void AssertAgrees(ModelFile file)
    {
        AgreementResult result = AgreementCheck.Run(file, Data.Test, minPrefix: 2, threads: 2, null, TestContext.Current.CancellationToken);
        Assert.Null(result.Fault);
        Assert.Equal(new Examples(Data.Test, 2).Count, result.Prefixes);
        Assert.True(result.Prefixes > 300);
        Assert.Equal((0, null, result.Prefixes), (result.Disagreements, result.FirstDisagreement, result.Identical + result.NearTies));
        Assert.Equal((0, 0.0), (result.RecomputedDifferently, result.LargestRecomputeDifference));
        Assert.Equal((0, 0), (result.ThreadedDifferently, result.AloneDifferently));
        Assert.InRange(result.LargestScoreDifference, 1e-9, 1e-4);
    }

    [Fact]
    public void A_train_of_Tmalls_shape_agrees_on_sequences_of_Tmall()
    {
        string? folder = SharedData.Find("tmall");
        Assert.SkipWhen(folder is null, SharedData.Absent);
        Dataset dataset = DatasetFolder.Read(folder);
        var shape = new TensorTrainShape(dataset.Items, [169, 241], [16, 8], [60], block: 2);
        using var model = new SequenceModel(TableShapeSearch.WithTrain(new ModelConfiguration { Items = dataset.Items }, shape), seed: 1);
        int[][] some = [.. Enumerable.Range(0, dataset.Test.Count / 50).Select(i => dataset.Test[50 * i].ToArray())];
        AgreementResult result = AgreementCheck.Run(
            RandomFile.Of(model, Precision.Int8),
            Sequences.Of(some),
            dataset.MinPrefix,
            Environment.ProcessorCount,
            null,
            TestContext.Current.CancellationToken);
        Assert.Null(result.Fault);
        Assert.True(result.Prefixes > 300);
        Assert.Equal(0.0, result.LargestRecomputeDifference);
    }

    [Fact]
    public void The_number_of_threads_makes_no_difference()
    {
        Func<IScoredRanker> damaged = Damaged((_, list) => Swap(list, 0, list[0] % 5));
        AgreementResult[] results = [.. new[] { 1, 2, 5 }.Select(threads => Check(damaged, threads))];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.True(results[0].Disagreements > 50);
    }

    [Fact]
    public void Two_items_in_each_others_places_are_a_disagreement()
    {
        AgreementResult result = Check(Damaged((asked, list) =>
        {
            if (asked == 7) Swap(list, 2, 9);
        }));
        // Of the rankers that are asked seven times, that of the first stage makes the lists that are compared.
        Assert.Equal(1, result.Disagreements);
        Assert.Matches(@"^after \d+ items of sequence \d+ item \d+ \(\S+\) stands before item \d+ \(\S+\)$", result.FirstDisagreement);
        Assert.StartsWith(
            $"1 of {result.Prefixes} lists are not the double-precision ranking's: after", result.Fault, StringComparison.Ordinal);
        Assert.True(result.LargestSwapGap > AgreementResult.Tolerance);
    }

    [Fact]
    public void An_item_that_should_not_be_listed_is_a_disagreement()
    {
        AgreementResult result = Check(
            Damaged((_, list) => list[^1] = Enumerable.Range(0, RandomFile.Items).First(row => !list.Contains(row))));
        Assert.True(result.Disagreements > 0.9 * result.Prefixes);
    }

    [Fact]
    public void Items_of_nearly_the_same_score_may_change_places_and_are_counted()
    {
        ModelFile file = Doubled();
        var model = new DeviceModel(file);
        AgreementResult plain = Run(() => new DeviceRanker(model), file);
        AgreementResult swapped = Run(() => new DamagedRanker(model, (_, list) => SwapTwins(list)), file);
        Assert.Null(swapped.Fault);
        Assert.Equal((0, plain.Prefixes), (swapped.Disagreements, swapped.NearTies + swapped.Identical));
        Assert.True(swapped.NearTies > 0.9 * swapped.Prefixes && swapped.Swaps > 5 * swapped.NearTies, $"{swapped}");
        Assert.InRange(swapped.LargestSwapGap, 1e-9, AgreementResult.Tolerance);
    }

    [Fact]
    public void A_history_that_remembers_what_it_should_not_is_found_by_recomputing()
    {
        var model = new DeviceModel(Student);
        AgreementResult result = Check(() => new ForgetfulRanker(model));
        Assert.True(result.RecomputedDifferently > 50 && result.LargestRecomputeDifference > 0.01, $"{result}");
        Assert.NotNull(result.Fault);
        AgreementResult only = result with { Identical = result.Prefixes };
        Assert.StartsWith("appending item by item and recomputing differ by", only.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_depend_on_the_thread_are_found()
    {
        var model = new DeviceModel(Student);
        int made = 0;
        // The first ranker walks alone, the next eight side by side: those are wrong. (Of one among them all work might be taken by
        // the others.)
        AgreementResult result = Check(() => new DamagedRanker(
            model, Interlocked.Increment(ref made) is >= 2 and <= 9 ? (_, list) => Swap(list, 0, 1) : (_, _) => { }));
        Assert.Equal((0, 0), (result.Disagreements, result.RecomputedDifferently));
        Assert.True(result.ThreadedDifferently > 0);
        Assert.Equal($"{result.ThreadedDifferently} of {result.Prefixes} lists are others on 8 threads than on 1", result.Fault);
    }

    [Fact]
    public void Lists_that_have_other_items_without_their_scores_are_found()
    {
        var model = new DeviceModel(Student);
        int asked = 0;
        AgreementResult result = Check(() => new DamagedRanker(model, (_, _) => { }, list =>
        {
            if (Interlocked.Increment(ref asked) % 100 == 1) Swap(list, 0, 1);
        }));
        Assert.Equal((0, 0, 0), (result.Disagreements, result.RecomputedDifferently, result.ThreadedDifferently));
        Assert.Equal((result.Prefixes + 99) / 100, result.AloneDifferently);
        Assert.Equal($"{result.AloneDifferently} of {result.Prefixes} lists are others without their scores", result.Fault);
    }

    [Fact]
    public void A_malformed_list_is_an_error()
    {
        var e = Assert.Throws<InvalidOperationException>(() => Check(Damaged((_, list) => list[3] = list[2])));
        Assert.Contains("stands twice", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_stage_says_its_name_and_counts_up_to_all_prefixes()
    {
        var heard = new HeardProgress();
        AgreementResult result = AgreementCheck.Run(
            Student, Data.Test, Data.MinPrefix, threads: 2, heard, TestContext.Current.CancellationToken);
        Assert.Equal(["the device's lists, 1 thread", "the device's lists, 8 threads", "ranking in double"], heard.Stages);
        foreach (string stage in heard.Stages)
        {
            WorkProgress last = heard.Reports.Last(report => report.Stage == stage);
            Assert.Equal((result.Prefixes, result.Prefixes, "examples"), (last.Done, last.Total, last.Unit));
        }
    }

    [Fact]
    public void Sequences_without_an_example_or_with_a_row_outside_the_catalog_are_refused()
    {
        Assert.Throws<ArgumentException>(
            () => AgreementCheck.Run(Student, Sequences.Of([5]), 1, 1, null, TestContext.Current.CancellationToken));
        var outside = Assert.Throws<ArgumentException>(
            () => AgreementCheck.Run(Student, Sequences.Of([5, RandomFile.Items]), 1, 1, null, TestContext.Current.CancellationToken));
        Assert.Contains("row 600 of a catalog of 600 items", outside.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => AgreementCheck.Run(Student, Data.Test, 1, 0, null, TestContext.Current.CancellationToken));
    }

    private static AgreementResult Check(Func<IScoredRanker> device, int threads = 1) => Run(device, Student, threads);

    private static AgreementResult Run(Func<IScoredRanker> device, ModelFile file, int threads = 1) => AgreementCheck.Run(
        device, new ReferenceModel(file), new Examples(Data.Test, Data.MinPrefix), threads, null, TestContext.Current.CancellationToken);

    private static Func<IScoredRanker> Damaged(Action<int, int[]> damage)
    {
        var model = new DeviceModel(Student);
        return () => new DamagedRanker(model, damage);
    }

    private static void Swap(int[] list, int a, int b) => (list[a], list[b]) = (list[b], list[a]);

    // A dense model in which rows 2i and 2i + 1 are nearly the same.
    private static ModelFile Doubled()
    {
        using SequenceModel model = SmallModels.Make(SmallModels.Configuration(ReadoutKind.Last, items: RandomFile.Items));
        Tensor table = ((DenseItemTable)model.Table).Weight.Value;
        for (int row = 0; row < RandomFile.Items; row += 2)
            for (int i = 0; i < table.Columns; i++) table.Row(row + 1)[i] = table.Row(row)[i] * (1 + 2e-6f);
        return RandomFile.Of(model);
    }

    private static void SwapTwins(int[] list)
    {
        for (int place = 0; place + 1 < list.Length; place++)
            if ((list[place] ^ list[place + 1]) == 1) Swap(list, place, place + 1);
    }
}
