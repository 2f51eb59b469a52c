using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>
/// Records a computation and runs it backwards. One tape serves one thread; <see cref="Reset"/> between steps gives
/// all its memory back, and after the first step nothing is allocated.
/// </summary>
/// <remarks>
/// Losses are terminals: an operation that computes one calls <see cref="AddLoss"/> with its weight, and
/// <see cref="Backward"/> differentiates the sum Σ weight·loss. A loss that knows its gradient while it computes its
/// value (cross entropy over a catalog) adds it at once and needs no record.
/// </remarks>
public sealed class Tape : IDisposable
{
    // More than the operations of an encoder with dropout.
    private const uint SitesOfBranch = 1 << 12;

    private readonly List<Operation> recorded = [];
    private readonly List<Variable> variables = [];
    private readonly Dictionary<Type, Pool> pools = [];
    private readonly List<Tape> branches = [];
    private readonly Dictionary<Parameter, Tensor>? gradients;
    private int usedVariables, usedBranches;
    private uint nextSite;

    /// <summary>A tape.</summary>
    /// <param name="seed">Keys the random numbers of dropout, with the step.</param>
    /// <param name="sharing">How ranks share the work; null for one alone.</param>
    public Tape(ulong seed = 0, Sharing? sharing = null) => (Seed, Sharing) = (seed, sharing ?? Sharing.Alone);

    private Tape(ulong seed, Dictionary<Parameter, Tensor> gradients)
        : this(seed) => this.gradients = gradients;

    /// <summary>The seed of dropout.</summary>
    public ulong Seed { get; }

    /// <summary>How ranks share what operations compute.</summary>
    public Sharing Sharing { get; }

    /// <summary>The training step, the second key of dropout.</summary>
    public uint Step { get; private set; }

    /// <summary>Whether this is training: dropout is on and gradients are recorded.</summary>
    public bool Training { get; private set; }

    /// <summary>Lends memory that goes back at the next reset.</summary>
    public Arena Arena { get; } = new();

    /// <summary>Σ weight·loss of the losses so far.</summary>
    public double TotalLoss { get; private set; }

    /// <summary>Begins a training step: takes back all memory, turns dropout and recording on.</summary>
    /// <param name="step">The number of the step, from 0; the same number draws the same dropout.</param>
    public void BeginTraining(uint step) => Reset(training: true, step);

    /// <summary>Begins a computation without gradients and without dropout; takes back all memory.</summary>
    public void BeginInference() => Reset(training: false, step: 0);

    /// <summary>
    /// A tape for a part of this step, which one other thread may compute and run backwards while others have the rest: it has memory and
    /// gradients of parameters of its own (<see cref="BranchGradient"/>). It holds until this tape is reset.
    /// </summary>
    /// <remarks>Dropout's random numbers depend on how many branches came before, not on who computes what.</remarks>
    public Tape Branch()
    {
        if (usedBranches == branches.Count) branches.Add(new Tape(Seed, []));
        Tape branch = branches[usedBranches++];
        branch.Reset(Training, Step);
        branch.nextSite = (uint)usedBranches * SitesOfBranch;
        return branch;
    }

    /// <summary>What a branch's parts of the loss have added to the gradient of a parameter; null for none.</summary>
    /// <param name="parameter">The parameter.</param>
    public Tensor? BranchGradient(Parameter parameter) => gradients!.GetValueOrDefault(parameter);

    /// <summary>A value that gets no gradient.</summary>
    /// <param name="value">The value; the caller keeps it alive until the next reset.</param>
    public Variable Constant(Tensor value) => Next(value, needsGradient: false);

    /// <summary>A value with room of its own that comes from elsewhere, such as another tape, where its gradient goes back to.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="needsGradient">Whether one is wanted in training.</param>
    public Variable Leaf(Shape shape, bool needsGradient) => Next(Arena.Rent(shape), Training && needsGradient);

    /// <summary>A new result with undefined values, that needs a gradient if any input does and this is training.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="inputs">What it is computed from.</param>
    public Variable Result(Shape shape, params ReadOnlySpan<Variable?> inputs)
    {
        bool needsGradient = false;
        foreach (Variable? input in inputs) needsGradient |= input is { NeedsGradient: true };
        return Next(Arena.Rent(shape), Training && needsGradient);
    }

    /// <summary>A new result with undefined values and the shape of x, whose gradient is x's: nothing has to be recorded.</summary>
    /// <param name="x">What it is computed from.</param>
    public Variable Through(Variable x) => Next(Arena.Rent(x.Shape), Training && x.NeedsGradient, x);

    /// <summary>Records how the gradient of a result flows back. Call only when the result needs a gradient.</summary>
    /// <typeparam name="TOperation">The operation.</typeparam>
    /// <param name="output">The result.</param>
    /// <returns>The instance, to be given its inputs.</returns>
    public TOperation Record<TOperation>(Variable output)
        where TOperation : Operation, new()
    {
        TOperation operation = Lend<TOperation>();
        Record(operation, output);
        return operation;
    }

    /// <summary>The same for an instance that <see cref="Lend"/> has given before the result was known.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="output">The result.</param>
    public void Record(Operation operation, Variable output)
    {
        operation.Output = output;
        recorded.Add(operation);
    }

    /// <summary>An instance that nobody else has until the tape is reset; its fields are as they were left.</summary>
    /// <typeparam name="TOperation">The operation.</typeparam>
    public TOperation Lend<TOperation>()
        where TOperation : Operation, new()
    {
        if (!pools.TryGetValue(typeof(TOperation), out Pool? pool)) pools.Add(typeof(TOperation), pool = new Pool());
        if (pool.Used == pool.Operations.Count) pool.Operations.Add(new TOperation());
        return (TOperation)pool.Operations[pool.Used++];
    }

    /// <summary>The gradient of an input, to be added to; null if none is wanted.</summary>
    /// <param name="input">An input of an operation.</param>
    public Tensor? GradientOf(Variable? input) => !Training || input is not { NeedsGradient: true } ? null
        : input.Through is { } x ? GradientOf(x)
        : gradients is not null && input is Parameter parameter ? OwnGradient(gradients, parameter)
        : input.GradientToAddTo(Arena);

    /// <summary>The gradient of an input of which only some rows are to be added to; null if none is wanted.</summary>
    /// <param name="input">An input of an operation.</param>
    /// <param name="rows">The rows; what is <see cref="Parameter.Sparse"/> remembers them.</param>
    public Tensor? GradientOf(Variable? input, ReadOnlySpan<int> rows) => !Training || input is not { NeedsGradient: true } ? null
        : input.Through is { } x ? GradientOf(x, rows)
        : gradients is not null && input is Parameter parameter ? OwnGradient(gradients, parameter)
        : input.GradientToAddTo(Arena, rows);

    /// <summary>Adds weight·loss to what <see cref="Backward"/> differentiates.</summary>
    /// <param name="value">The loss, unweighted.</param>
    /// <param name="weight">Its weight.</param>
    public void AddLoss(double value, double weight) => TotalLoss += weight * value;

    /// <summary>Runs the records backwards. Gradients of parameters are added to what they hold.</summary>
    public void Backward()
    {
        for (int i = recorded.Count - 1; i >= 0; i--)
        {
            if (recorded[i].Output.Gradient is not null) recorded[i].Backward(this);
        }
    }

    /// <summary>A number for each dropout of a step, in the order of the computation.</summary>
    internal Philox NextDropoutStream() => new(Seed, Step, nextSite++);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tape branch in branches) branch.Dispose();
        Arena.Dispose();
    }

    private Tensor OwnGradient(Dictionary<Parameter, Tensor> own, Parameter parameter)
    {
        if (!own.TryGetValue(parameter, out Tensor? gradient)) own.Add(parameter, gradient = Arena.RentZeroed(parameter.Shape));
        return gradient;
    }

    private void Reset(bool training, uint step)
    {
        (Training, Step, nextSite, usedVariables, usedBranches, TotalLoss) = (training, step, 0, 0, 0, 0);
        recorded.Clear();
        gradients?.Clear();
        foreach (Pool pool in pools.Values) pool.Used = 0;
        Arena.Reset();
    }

    private Variable Next(Tensor value, bool needsGradient, Variable? through = null)
    {
        if (usedVariables == variables.Count) variables.Add(new Variable());
        Variable variable = variables[usedVariables++];
        variable.Reuse(value, needsGradient, through);
        return variable;
    }

    private sealed class Pool
    {
        public readonly List<Operation> Operations = [];
        public int Used;
    }
}
