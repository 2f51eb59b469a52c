using OnDeviceRec.Bench.Steps;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

namespace OnDeviceRec.Bench.Peers;

/// <summary>What is measured, in TorchSharp.</summary>
internal sealed class TorchJobs
{
    private readonly TorchModel model;
    private readonly (Tensor Ids, Tensor Targets)[] batches;
    private readonly optim.Optimizer adam;
    private readonly Tensor given;
    private int step;

    public TorchJobs(SequenceModel source, IEnumerable<RaggedBatch> batches)
    {
        model = new TorchModel(source);
        this.batches = [.. batches.Select(Padded)];
        adam = optim.Adam(model.Parameters, lr: 1e-3);
        given = tensor(Array.ConvertAll(Recommendation.GivenOf(source.Table.Items), id => (long)id)).unsqueeze(0);
    }

    /// <summary>Starts the library with so many threads.</summary>
    /// <returns>Whether it loads here.</returns>
    public static bool TryStart(int threads)
    {
        // It prints pages where it does not load.
        TextWriter console = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            set_num_threads(threads);
            return true;
        }
        catch (TypeInitializationException)
        {
            return false;
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    /// <summary>The encodings of a batch.</summary>
    public void Encode()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = no_grad();
        model.Encode(model.Table(), batches[step++ % batches.Length].Ids, dropout: 0);
    }

    /// <summary>Cross entropy with the next item, its gradients, Adam.</summary>
    public void Train()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor ids, Tensor targets) = batches[step++ % batches.Length];
        Tensor table = model.Table();
        Tensor loss = functional.cross_entropy(model.Encode(table, ids, StepJobs.Dropout).matmul(table.t()), targets);
        adam.zero_grad();
        loss.backward();
        adam.step();
    }

    /// <summary>The ids that are listed; a compressed table is rebuilt.</summary>
    public int[] Recommend()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = no_grad();
        Tensor table = model.Table();
        (_, Tensor rows) = model.Encode(table, given, dropout: 0).matmul(table.t()).topk(Recommendation.Top);
        return Array.ConvertAll(rows.data<long>().ToArray(), row => (int)row + 1);
    }

    private static (Tensor Ids, Tensor Targets) Padded(RaggedBatch batch)
    {
        ReadOnlySpan<int> items = batch.Items.Span, offsets = batch.Offsets.Span;
        int longest = 0;
        for (int b = 0; b < batch.Count; b++) longest = Math.Max(longest, offsets[b + 1] - offsets[b]);
        long[,] ids = new long[batch.Count, longest];
        for (int b = 0; b < batch.Count; b++)
        {
            for (int l = offsets[b]; l < offsets[b + 1]; l++) ids[b, l - offsets[b]] = items[l] + 1;
        }

        return (tensor(ids), tensor(Array.ConvertAll(batch.Targets.ToArray(), row => (long)row)));
    }
}
