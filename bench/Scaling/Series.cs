using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Steps;

namespace OnDeviceRec.Bench.Scaling;

/// <summary>Steps of growing size in turn, and a polynomial through their times: what is measured against what the law says.</summary>
/// <param name="Size">What grows, by its letter.</param>
/// <param name="Job">What is measured.</param>
/// <param name="Degree">1 where the cost is to grow linearly, 2 with a square term.</param>
internal sealed record Series(string Size, string Job, int Degree)
{
    /// <summary>Measures the step of every size.</summary>
    public ScalingResult Measure(IReadOnlyList<int> sizes, Func<int, TrainingStep> make, int rounds)
    {
        Console.Error.WriteLine($"{Job}, {Size} {string.Join(", ", sizes)}");
        TrainingStep[] steps = [.. sizes.Select(make)];
        var turn = new InTurn();
        for (int i = 0; i < steps.Length; i++) turn.Add($"{sizes[i]}", steps[i].Run);
        IReadOnlyDictionary<string, double> medians = turn.Medians(rounds);
        foreach (TrainingStep step in steps) step.Dispose();
        double[] seconds = [.. sizes.Select(size => medians[$"{size}"])];
        return new ScalingResult(this, sizes, seconds, LeastSquares.Fit([.. sizes.Select(size => (double)size)], seconds, Degree));
    }
}
