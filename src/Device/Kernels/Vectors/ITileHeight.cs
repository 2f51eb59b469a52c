namespace OnDeviceRec.Kernels;

/// <summary>Whether a tile is made in full or only its first four rows; the others then vanish from the compiled code.</summary>
internal interface ITileHeight
{
    bool IsFull { get; }
}
