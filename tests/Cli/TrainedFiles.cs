[assembly: AssemblyFixture(typeof(OnDeviceRec.Cli.Tests.TrainedFiles))]

namespace OnDeviceRec.Cli.Tests;

/// <summary>
/// A data set with a teacher and a student made by the command, for all tests to read: <c>data</c>, <c>teacher.odr</c>,
/// <c>student.odr</c>, and what <c>train</c> and <c>distill</c> said.
/// </summary>
public sealed class TrainedFiles : IAsyncLifetime
{
    internal Workplace Place { get; } = Workplace.Create();

    internal Outcome Train { get; private set; } = null!;

    internal Outcome Distill { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Train = await Place.Call("train", "--data", "data", "--out", "teacher.odr", "--width", "8", "--epochs", "3", "--json");
        Distill = await Place.Call(
            "distill", "--data", "data", "--teacher", "teacher.odr", "--out", "student.odr",
            "--epochs", "2", "--compression", "2", "--json");
    }

    public ValueTask DisposeAsync()
    {
        Place.Dispose();
        return ValueTask.CompletedTask;
    }
}
