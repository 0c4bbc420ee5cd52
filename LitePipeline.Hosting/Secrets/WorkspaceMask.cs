using LitePipeline.Core.Actions;

namespace LitePipeline.Hosting.Secrets;

/// <summary>Masks the files by which an action has spoken with its node, once they have been read: they are downloaded with its workspace. Other files are the action's own.</summary>
internal static class WorkspaceMask
{
    public static void Apply(string workspace, SecretMask mask)
    {
        if (mask.IsEmpty) return;
        Apply(new FileInfo(Path.Combine(workspace, WorkspaceContract.OutputFile)), mask);
        Apply(new FileInfo(Path.Combine(workspace, WorkspaceContract.ProgressFile)), mask);
    }

    private static void Apply(FileInfo file, SecretMask mask)
    {
        if (!file.Exists || file.LinkTarget is not null) return;
        var masked = file.FullName + ".masked";
        try
        {
            using (var source = file.OpenRead())
            using (var destination = File.Create(masked))
            {
                var output = new MaskedOutput(mask, destination);
                var buffer = new byte[64 * 1024];
                while (source.Read(buffer) is var read and > 0) output.Write(buffer.AsSpan(0, read));
                output.Complete();
            }

            File.Move(masked, file.FullName, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What they said is known already; a file that cannot be masked must not stay.
            File.Delete(masked);
            file.Delete();
        }
    }
}
