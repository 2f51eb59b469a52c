using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

/// <summary>Tables in a step of training, whether they are built or not.</summary>
public sealed class TableOnTapeTests
{
    private static readonly Dictionary<string, TableShape> Shapes = new()
    {
        ["dense"] = DenseShape.Instance,
        ["a built train"] = TensorTrainItemTable.Plain(SmallModels.Shape),
        ["a train of two cores that is not built"] = new PlainTrainShape([3, 12], [16, 1], [5]),
        ["binary codes"] = new BinaryCodesShape(11),
        ["binary codes of more bits than columns"] = new BinaryCodesShape(28),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_scores_and_gradients_of_a_step_are_those_of_the_built_table(string name)
    {
        using SequenceModel step = Make(name), built = Make(name);
        double expected = Step(built, (tape, table) => new TableOnTape(tape, table.Matrix(tape)));
        Assert.Equal(expected, Step(step, (tape, table) => table.BeginStep(tape)), 1e-5 * Math.Abs(expected));
        foreach ((Parameter a, Parameter b) in built.Parameters.Zip(step.Parameters).Where(pair => IsTable(pair.First)))
        {
            double[] gradient = Array.ConvertAll(a.Gradient!.Span.ToArray(), x => (double)x);
            Assert.Contains(gradient, x => Math.Abs(x) > 0.01);
            new GoldenTensor(a.Name, [], gradient).AssertClose(b.Gradient!.Span, 1e-5);
        }
    }

    [Fact]
    public void What_is_not_built_says_so()
    {
        Assert.True(Table<TensorTrainItemTable>("a train of two cores that is not built").ScoresFromCores);
        Assert.False(Table<TensorTrainItemTable>("a built train").ScoresFromCores);
        Assert.Equal(["dense"], Shapes.Keys.Where(name => Table<IItemTable>(name).IsFull));

        static T Table<T>(string name)
            where T : IItemTable => (T)Make(name).Table;
    }

    private static SequenceModel Make(string name) =>
        SmallModels.Make(SmallModels.Configuration(ReadoutKind.Last) with { Table = Shapes[name] });

    private static bool IsTable(Parameter parameter) => parameter.Name.StartsWith("item_embedding.", StringComparison.Ordinal);

    // Some rows, twice of one, and a softmax over the catalog, in one step.
    private static double Step(SequenceModel model, Func<Tape, IItemTable, TableOnTape> begin)
    {
        using var tape = new Tape();
        using var h = new Parameter("h", new Shape(4, 16));
        new Philox(5, 0, 0).FillUniform(h.Value.Span, -1, 1);
        tape.BeginTraining(0);
        TableOnTape table = begin(tape, model.Table);
        Variable rows = table.Rows(new[] { 3, 34, 3 });
        WeightedSum.Apply(tape, rows, [.. Enumerable.Range(0, 3 * 16).Select(i => (i % 7) - 2f)]);
        FullSoftmaxCrossEntropy.Apply(tape, table.Scores(h), [0, 34, 7, 7], weight: 2);
        tape.Backward();
        return tape.TotalLoss;
    }
}
