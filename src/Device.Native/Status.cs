namespace OnDeviceRec.Device.Native;

/// <summary>odr_status of include/ondevicerec.h, where each is explained.</summary>
internal enum Status
{
    Ok = 0,
    Null = 1,
    Handle = 2,
    File = 3,
    ModelFormat = 4,
    HistoryFormat = 5,
    Item = 6,
    Id = 7,
    Capacity = 8,
    Buffer = 9,
    Filter = 10,
    Empty = 11,
    Score = 12,
    Busy = 13,
    Memory = 14,
    Internal = 15,
}
