namespace OnDeviceRec.Device.Web;

/// <summary>The WebAssembly SDK wants a program; JavaScript calls <see cref="Exports"/> and never starts it.</summary>
internal static class Program
{
    private static void Main()
    {
    }
}
