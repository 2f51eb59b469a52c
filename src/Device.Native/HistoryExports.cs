using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Native;

/// <summary>Histories and what is recommended for them; see include/ondevicerec.h.</summary>
internal static unsafe class HistoryExports
{
    [UnmanagedCallersOnly(EntryPoint = "odr_history_open")]
    public static Status Open(nint model, nint* history)
    {
        try
        {
            Arguments.NotNull(history, "history");
            *history = 0;
            *history = Handles.Open(new OpenHistory(Handles.Get<DeviceModel>(model)));
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_history_close")]
    public static Status Close(nint history)
    {
        try
        {
            Handles.Close<OpenHistory>(history);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_history_append")]
    public static Status Append(nint history, int item)
    {
        try
        {
            using OpenHistory open = OpenHistory.Enter(history);
            Arguments.Item(item, open.Model.Configuration.Items);
            open.History.Append(item);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_history_count")]
    public static Status Count(nint history, int* count)
    {
        try
        {
            Arguments.NotNull(count, "count");
            *count = 0;
            using OpenHistory open = OpenHistory.Enter(history);
            *count = open.History.Count;
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_history_clear")]
    public static Status Clear(nint history)
    {
        try
        {
            using OpenHistory open = OpenHistory.Enter(history);
            open.History.Clear();
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_history_save")]
    public static Status Save(nint history, byte* bytes, nuint capacity, nuint* length)
    {
        try
        {
            Arguments.NotNull(length, "length");
            *length = 0;
            Span<byte> room = Arguments.Room(bytes, capacity, "bytes");
            using OpenHistory open = OpenHistory.Enter(history);
            int needed = open.History.SavedLength;
            *length = (nuint)needed;
            if (bytes is null) return Status.Ok;
            if (room.Length < needed)
                throw new StatusException(Status.Buffer, $"The history takes {needed} bytes, there is room for {capacity}.");
            open.History.Save(room);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_history_restore")]
    public static Status Restore(nint history, byte* bytes, nuint length)
    {
        try
        {
            Arguments.NotNull(bytes, "bytes");
            ReadOnlySpan<byte> saved = Arguments.Array(bytes, length, "bytes", Status.HistoryFormat);
            using OpenHistory open = OpenHistory.Enter(history);
            open.History.Restore(saved);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "odr_recommend")]
    public static Status Recommend(nint history, Filter* filter, int* items, float* scores, int capacity, int* count)
    {
        try
        {
            Arguments.NotNull(count, "count");
            *count = 0;
            Arguments.NotNull(items, "items");
            using OpenHistory open = OpenHistory.Enter(history);
            int most = open.Model.Configuration.Items;
            if (capacity < 1) throw new StatusException(Status.Capacity, $"A list of {capacity} items is asked for, expected at least 1.");
            int length = Math.Min(capacity, most);
            RecommendationFilter checkedFilter = filter is null ? default : filter->Check(most);
            if (open.History.Count == 0) throw new StatusException(Status.Empty, "The history is empty: append an item first.");
            var list = new Span<int>(items, length);
            *count = scores is null
                ? open.Model.Recommend(open.History, list, checkedFilter)
                : open.Model.Recommend(open.History, list, new Span<float>(scores, length), checkedFilter);
            return Status.Ok;
        }
        catch (Exception e)
        {
            return Failure.Of(e);
        }
    }
}
