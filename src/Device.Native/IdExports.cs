using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Native;

/// <summary>The catalog's own ids; see include/ondevicerec.h.</summary>
internal static unsafe class IdExports
{
    [UnmanagedCallersOnly(EntryPoint = "odr_item_of_text")]
    public static Status ItemOfText(nint model, byte* id, int* item)
    {
        try
        {
            Arguments.NotNull(id, "id");
            Arguments.NotNull(item, "item");
            *item = 0;
            ReadOnlySpan<byte> text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(id);
            return Ids(model).TryFind(text, out *item) ? Status.Ok : throw new StatusException(Status.Id, "The catalog has no such id.");
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_item_of_number")]
    public static Status ItemOfNumber(nint model, long id, int* item)
    {
        try
        {
            Arguments.NotNull(item, "item");
            *item = 0;
            return NumberIds(model).TryFind(id, out *item)
                ? Status.Ok
                : throw new StatusException(Status.Id, $"The catalog has no id {id}.");
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_text_of_item")]
    public static Status TextOfItem(nint model, int item, byte* text, nuint capacity, nuint* length)
    {
        try
        {
            Arguments.NotNull(length, "length");
            *length = 0;
            Span<byte> room = Arguments.Room(text, capacity, "text"), id = stackalloc byte[CatalogIds.MaxLength];
            CatalogIds ids = Ids(model);
            Arguments.Item(item, ids.Count);
            id = id[..ids.CopyText(item, id)];
            *length = (nuint)id.Length;
            if (text is null) return Status.Ok;
            if (room.Length <= id.Length)
            {
                throw new StatusException(
                    Status.Buffer, $"The id of item {item} takes {id.Length} bytes and a NUL, there is room for {capacity}.");
            }

            id.CopyTo(room);
            room[id.Length] = 0;
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_number_of_item")]
    public static Status NumberOfItem(nint model, int item, long* id)
    {
        try
        {
            Arguments.NotNull(id, "id");
            CatalogIds ids = NumberIds(model);
            Arguments.Item(item, ids.Count);
            *id = ids.NumberOf(item);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    private static CatalogIds Ids(nint model) => Handles.Get<DeviceModel>(model).Items;

    private static CatalogIds NumberIds(nint model)
    {
        CatalogIds ids = Ids(model);
        return ids.AreNumbers ? ids : throw new StatusException(Status.Id, "The catalog's ids are texts.");
    }
}
