using System.Buffers.Binary;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Models.Safetensors;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A safetensors file, as <c>odrec import</c> reads it: half of the damage is to the words of its header.</summary>
internal sealed class SafetensorsTarget(string name, double share) : FileTarget(name, share, "model.safetensors")
{
    private const int LengthBytes = 8;

    // Its numbers as single floats, the model file, and the header's JSON.
    public override int Factor => 8;

    public override int Constant => 1 << 20;

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
    [
        File.ReadAllBytes(Repository.PathOf("tests", "fixtures", "sasrec.safetensors")),
        File.ReadAllBytes(Repository.PathOf("tests", "fixtures", "sasrec_mixed.safetensors")),
    ];

    protected override object Read(byte[] bytes)
    {
        using SafetensorsModel model = SafetensorsModel.Open(FilePath);
        model.Save(this["model.odr"]);
        return model;
    }

    protected override void Use(object read) => ModelTarget.UseModel(DeviceModel.Load(this["model.odr"]));

    protected override bool IsDocumented(Exception exception) => exception is DataFormatException or InputException;

    protected override byte[] Damaged(byte[] seed, Random random)
    {
        if (random.Next(2) == 0) return Damage.Of(seed, random);
        int end = LengthBytes + (int)BinaryPrimitives.ReadInt64LittleEndian(seed);
        byte[] header = TokenDamage.Of(seed.AsSpan(LengthBytes..end), random), length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. seed.AsSpan(end)];
    }
}
