namespace OnDeviceRec.Fuzzing;

/// <summary>A reader of a file of text: most damage is to words.</summary>
/// <param name="name">What it is called.</param>
/// <param name="share">How many of a thousand mutations it gets.</param>
/// <param name="file">What the file is called.</param>
public abstract class TextFileTarget(string name, double share, string file) : FileTarget(name, share, file)
{
    /// <summary>A text of objects, some of them a few bytes long in the file.</summary>
    public override int Factor => 40;

    /// <inheritdoc/>
    public override int Constant => 512 << 10;

    /// <inheritdoc/>
    protected override byte[] Damaged(byte[] seed, Random random) =>
        random.Next(4) == 0 ? Damage.Of(seed, random) : TokenDamage.Of(seed, random);
}
