namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether the folders in a data folder lie on one file system, so that what is whole can be moved into its place at once; and on one that can hold a database.</summary>
internal sealed class OneFileSystemCheck(string data) : IDoctorCheck
{
    private static readonly string[] OfNetworks = ["nfs", "cifs", "smb", "9p", "afs", "sshfs", "fuse.sshfs", "ceph", "glusterfs"];

    public string Name => "file system";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(data)) return new([]);
        var drive = FileSystem.Of(data);
        var elsewhere = Directory.EnumerateDirectories(data).Where(folder => FileSystem.Of(folder).Name != drive.Name).ToList();
        if (elsewhere.Count > 0)
            return new([.. elsewhere.Select(folder => Finding.Wrong($"{folder} lies on {FileSystem.Of(folder).Name}, and {data} on {drive.Name}: nothing can be moved from one to the other at once", "Move the whole data folder to one file system, and no part of it."))]);
        return new([OfNetworks.Any(name => drive.DriveFormat.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ? Finding.Wrong($"{data} lies on {drive.Name}, a file system of the network ({drive.DriveFormat}): locks and the write-ahead log are not safe there", "Move the data folder to a local disk.")
            : Finding.Ok($"{data} lies on one file system, {drive.Name} ({drive.DriveFormat})")]);
    }
}
