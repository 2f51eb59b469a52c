using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>
/// Measures recommending on one core of this machine: a model beside the same encoder with the dense fp32 table, beside rebuilding that
/// table for every list, and beside a cheaper shape of the same size, in turn, so that whatever else the machine does meets all of them.
/// <para>
/// Before anything is measured more memory has been read than caches hold, as other work on a device would. It runs once, is taken back to
/// where it was, unmeasured, and runs once more, now warm.
/// </para>
/// </summary>
public static class LatencyBenchmark
{
    /// <summary>Measures a model.</summary>
    /// <param name="open">Opens the model's file; called once, and timed.</param>
    /// <param name="options">How often.</param>
    /// <param name="progress">Hears that it begins, and of every round.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">
    /// The model's table is dense, or its window has no room for the history and one more item.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LatencyReport Run(
        Func<ModelFile> open, LatencyOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        ModelFile file = open();
        ModelConfiguration c = file.Configuration;
        if (TableShapeSearch.Compression(c, c with { Table = DenseShape.Instance }) <= 1)
        {
            throw new InputException(
                "The model's item table is not smaller than a dense one: there is nothing to compare it with; give a student's file.");
        }

        if (options.History < 1 || options.History >= c.Encoder.MaxLength)
        {
            throw new InputException(
                $"A history of {options.History} items and one more do not fit the model's window of {c.Encoder.MaxLength}; "
                + $"give 1 to {c.Encoder.MaxLength - 1}.");
        }

        var job = new RecommendationJob(new DeviceModel(file), options.History, options.Top);
        double coldStart = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        int threads = WorkerPool.Threads;
        WorkerPool.Threads = 1;
        IProgress<WorkProgress>? stage = progress?.Begin("measuring on one core");
        try
        {
            using var rounds = new LatencyRounds(file, job, options);
            rounds.WarmUp(cancellation);
            rounds.Run(stage, cancellation);
            return rounds.Report(coldStart);
        }
        finally
        {
            WorkerPool.Threads = threads;
        }
    }
}
