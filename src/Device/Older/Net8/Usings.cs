// Kernels name these members without their class.
global using static OnDeviceRec.Kernels.Vector256Members;
global using static OnDeviceRec.Kernels.Vector512Members;
