using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Native;

/// <summary>Models; see include/ondevicerec.h.</summary>
internal static unsafe class ModelExports
{
    [UnmanagedCallersOnly(EntryPoint = "odr_model_open")]
    public static Status Open(byte* path, nint* model)
    {
        try
        {
            Arguments.NotNull(model, "model");
            *model = 0;
            Arguments.NotNull(path, "path");
            *model = Handles.Open(Load(path));
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_model_open_memory")]
    public static Status OpenMemory(byte* bytes, nuint length, nint* model)
    {
        try
        {
            Arguments.NotNull(model, "model");
            *model = 0;
            Arguments.NotNull(bytes, "bytes");
            *model = Handles.Open(DeviceModel.Load(Arguments.Array(bytes, length, "bytes", Status.ModelFormat)));
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_model_describe")]
    public static Status Describe(nint model, ModelInfo* info)
    {
        try
        {
            Arguments.NotNull(info, "info");
            DeviceModel described = Handles.Get<DeviceModel>(model);
            *info = new ModelInfo
            {
                Items = described.Configuration.Items,
                MaxLength = described.Configuration.Encoder.MaxLength,
                IdKind = described.Items.AreItems ? 0 : described.Items.AreNumbers ? 2 : 1,
                HistoryBytes = ModelCost.HistoryBytes(described),
                ListMacs = ModelCost.ListMacs(described.Configuration),
            };
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_model_close")]
    public static Status Close(nint model)
    {
        try
        {
            Handles.Close<DeviceModel>(model);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    private static DeviceModel Load(byte* path)
    {
        using var file = new CFileStream(path);
        try
        {
            return DeviceModel.Load(file);
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"{Marshal.PtrToStringUTF8((nint)path)}: {e.Message}", e);
        }
    }
}
