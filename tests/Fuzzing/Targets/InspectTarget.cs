using OnDeviceRec.Device;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>What <c>odrec inspect</c> says of a model file.</summary>
internal sealed class InspectTarget(string name, double share) : FileTarget(name, share, "model.odr")
{
    public override int Factor => 4;

    protected override IReadOnlyList<byte[]> MakeSeeds() => SeedModels.Small();

    protected override object Read(byte[] bytes) => ModelDescription.Of(FilePath);

    protected override void Use(object read) => ((ModelDescription)read).ToJson().ToJsonString();

    protected override bool IsDocumented(Exception exception) => exception is ModelFormatException;

    protected override byte[] Repaired(byte[] bytes) => ModelTarget.Signed(bytes);
}
