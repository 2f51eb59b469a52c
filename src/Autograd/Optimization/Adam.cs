using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Optimization;

/// <summary>
/// Adam (Kingma, Ba, arXiv 1412.6980), with a weight decay AdamW (Loshchilov, Hutter, arXiv 1711.05101): in step t,
/// m = β₁·m + (1 − β₁)·g, v = β₂·v + (1 − β₂)·g², p −= rate·decay·p, p −= rate·(m/(1 − β₁ᵗ))/(√(v/(1 − β₂ᵗ)) + ε).
/// </summary>
/// <remarks>
/// <para>Parameters, first and second moments and <see cref="StepCount"/> are the whole state: written back into a new
/// instance over the same parameters, training goes on bit for bit.</para>
/// <para>Of a <see cref="Parameter.Sparse"/> parameter only the rows with a gradient make the step, by the same equations with the same t;
/// p, m and v of all others stay as they are, neither decayed nor moved on. That is the lazy form of Adam, at the cost of
/// those rows; with a gradient in every row it is Adam itself.</para>
/// </remarks>
/// <example>The first step moves every value by −rate·sign(g), whatever the size of its gradient g.</example>
public sealed class Adam : IDisposable
{
    private const int WorkAValue = 2 * ParallelRows.Cheap;

    private readonly AdamOptions options;
    private readonly Sharing sharing;
    private long stepCount;

    /// <summary>An optimizer at its start.</summary>
    /// <param name="parameters">What it changes, in the order of the moments. Frozen ones are left alone.</param>
    /// <param name="options">The settings.</param>
    /// <param name="sharing">The ranks that share items: this one moves its own alone. Null for one alone.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Adam(IReadOnlyList<Parameter> parameters, AdamOptions? options = null, Sharing? sharing = null)
    {
        (this.options, this.sharing) = (options ?? new AdamOptions(), sharing ?? Sharing.Alone);
        this.options.Check();
        Parameters = [.. parameters];
        FirstMoments = [.. parameters.Select(parameter => new Tensor(parameter.Shape))];
        SecondMoments = [.. parameters.Select(parameter => new Tensor(parameter.Shape))];
    }

    /// <summary>What is changed.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>m of each parameter, of its shape.</summary>
    public IReadOnlyList<Tensor> FirstMoments { get; }

    /// <summary>v of each parameter, of its shape.</summary>
    public IReadOnlyList<Tensor> SecondMoments { get; }

    /// <summary>t, the steps made so far; set only to restore a state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long StepCount
    {
        get => stepCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            stepCount = value;
        }
    }

    /// <summary>Makes a step along the gradients of all parameters that are not frozen, and zeroes those gradients.</summary>
    /// <param name="rateFactor">Multiplies the learning rate.</param>
    public void Step(float rateFactor = 1f)
    {
        stepCount++;
        float correction1 = (float)(1 - Math.Pow(options.Beta1, stepCount)), correction2 = (float)(1 - Math.Pow(options.Beta2, stepCount));
        for (int i = 0; i < Parameters.Count; i++)
        {
            Parameter parameter = Parameters[i];
            if (parameter.Frozen) continue;
            var work = new StepWork(
                parameter, FirstMoments[i], SecondMoments[i], options, options.LearningRate * rateFactor, correction1, correction2);
            if (parameter.TouchedRows is { } touched)
            {
                ParallelRows.Run(touched.Count, (long)parameter.Columns * WorkAValue, new RowWork(work, touched, parameter.Columns));
                touched.Clear();
            }
            else if (sharing.IsAlone || !parameter.HasItems)
            {
                ParallelRows.Run(parameter.Value.Length, WorkAValue, work);
            }
            else
            {
                (int first, int count) = SharedItems.Own(parameter, sharing).GetOffsetAndLength(parameter.Value.Length);
                ParallelRows.Run(count, WorkAValue, new PartWork(work, first));
                parameter.Gradient!.Clear();
            }
        }
    }

    /// <summary>Counts a step that changes nothing, and zeroes the gradients.</summary>
    public void Skip()
    {
        stepCount++;
        foreach (Parameter parameter in Parameters)
        {
            parameter.Gradient!.Span.Clear();
            parameter.TouchedRows?.Clear();
        }
    }

    /// <summary>Frees the moments.</summary>
    public void Dispose()
    {
        foreach (Tensor moment in FirstMoments) moment.Dispose();
        foreach (Tensor moment in SecondMoments) moment.Dispose();
    }

    private readonly struct StepWork(
        Parameter parameter, Tensor m, Tensor v, AdamOptions options, float rate, float correction1, float correction2) : IRangeWork
    {
        public void Run(int from, int to) => AdamStep.Run(
            parameter.Value.Span[from..to],
            parameter.Gradient!.Span[from..to],
            m.Span[from..to],
            v.Span[from..to],
            rate,
            options.Beta1,
            options.Beta2,
            options.Epsilon,
            correction1,
            correction2,
            options.WeightDecay);
    }

    private readonly struct PartWork(StepWork step, int first) : IRangeWork
    {
        public void Run(int from, int to) => step.Run(first + from, first + to);
    }

    private readonly struct RowWork(StepWork step, RowSet rows, int columns) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int i = from; i < to; i++) step.Run(rows[i] * columns, (rows[i] + 1) * columns);
        }
    }
}
