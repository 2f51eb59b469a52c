using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A model file from a stream: one that says its length, or one that does not and gives a few bytes at a time.</summary>
internal sealed class ModelStreamTarget(string name, double share) : ModelTarget(name, share)
{
    // From a stream that does not say its length so much is taken at first, and again twice.
    public override int Constant => 128 << 10;

    protected override object Read(byte[] bytes)
    {
        using var stream = new Trickle(bytes);
        return ModelOf(ModelFile.Read(stream));
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        private const int Most = 100;

        public override bool CanSeek => Length % 2 == 0;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(Most, buffer.Length)]);
    }
}
