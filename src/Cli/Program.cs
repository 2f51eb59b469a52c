using OnDeviceRec.Cli;

return await Application.RunAsync(args).ConfigureAwait(false);
