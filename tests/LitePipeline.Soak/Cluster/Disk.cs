using System.Globalization;

namespace LitePipeline.Soak.Cluster;

/// <summary>A small disk of its own for one daemon: an ext4 file system on a loop device, as only a real one stops writes to what is open already when it is made read-only.</summary>
internal sealed class Disk
{
    private const int Megabytes = 768;
    private const int Block = 4096;

    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly string _filler;
    private readonly List<string> _locked = [];
    private volatile bool _isUnwell;
    private long _mendedAt;

    public Disk(string folder, string name, TimeProvider time)
    {
        _time = time;
        // It was never unwell.
        _mendedAt = time.GetTimestamp() - (long)(Aftermath.TotalSeconds * time.TimestampFrequency);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(folder, name)).FullName;
        Image = System.IO.Path.Combine(folder, $"{name}.img");
        _filler = System.IO.Path.Combine(Path, "filler");
        Shell.Run("truncate", "-s", $"{Megabytes}M", Image);
        // Nothing kept back for root, who runs this; an inode for each block, as workspaces are many small files.
        Shell.Run("mkfs.ext4", "-q", "-m", "0", "-b", Block.ToString(CultureInfo.InvariantCulture), "-i", Block.ToString(CultureInfo.InvariantCulture), Image);
        Shell.Run("mount", "-o", "loop", Image, Path);
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>The file that holds it; it can be mounted when all is over.</summary>
    public string Image { get; }

    /// <summary>Whether something is wrong with it, or was until so short a time ago that what it led to may still be under way.</summary>
    public bool IsUnwell => _isUnwell || _time.GetElapsedTime(_mendedAt) < Aftermath;

    /// <summary>Takes all the room that there is.</summary>
    public void Fill()
    {
        _isUnwell = true;
        var free = new DriveInfo(Path).AvailableFreeSpace / Block * Block;
        try
        {
            if (free > 0) Shell.Run("fallocate", "-l", free.ToString(CultureInfo.InvariantCulture), _filler);
        }
        catch (InvalidOperationException)
        {
            // Others have taken some of it meanwhile; the rest is written.
        }

        TakeTheRest();
    }

    /// <summary>Makes files or folders read-only, also for root and for who has them open.</summary>
    public void Lock(params string[] paths)
    {
        _isUnwell = true;
        foreach (var path in paths.Where(System.IO.Path.Exists))
        {
            Shell.Run("chattr", "+i", path);
            _locked.Add(path);
        }
    }

    /// <summary>Mends what is wrong with it.</summary>
    public void Mend()
    {
        foreach (var path in _locked) Shell.Run("chattr", "-i", path);
        _locked.Clear();
        File.Delete(_filler);
        (_mendedAt, _isUnwell) = (_time.GetTimestamp(), false);
    }

    private void TakeTheRest()
    {
        using var rest = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            for (var block = new byte[Block]; ;) rest.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }
}
