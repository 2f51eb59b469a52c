namespace OnDeviceRec.Kernels;

/// <summary>The heights that tiles are made in; lower ones than four rows would wait for their few sums and be no faster.</summary>
internal static class TileHeight
{
    internal readonly struct Full : ITileHeight
    {
        public bool IsFull => true;
    }

    internal readonly struct Four : ITileHeight
    {
        public bool IsFull => false;
    }
}
