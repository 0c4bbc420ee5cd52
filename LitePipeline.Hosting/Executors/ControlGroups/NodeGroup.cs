using System.Globalization;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>The node's own control group in one hierarchy, which the groups of its actions are made in. It is there while one of these is.</summary>
internal sealed class NodeGroup(int version, IReadOnlyList<string> controllers, string parent, string name, bool isOwn)
{
    // Of version 2: a group with processes of its own cannot have limits for those in it, so the node's process moves to a leaf.
    private const string Leaf = "node";

    private bool _moved;

    public int Version => version;

    /// <summary>What it can hold actions to.</summary>
    public IReadOnlyList<string> Controllers => controllers;

    public string Folder { get; } = Path.Combine(parent, name);

    /// <summary>Makes a group in it, and it first where it is not there.</summary>
    /// <exception cref="IOException">The kernel refuses it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public string Create(string action)
    {
        if (!Directory.Exists(Folder))
        {
            Directory.CreateDirectory(Folder);
            if (version == 2)
            {
                PassOn(parent, canMove: isOwn);
                PassOn(Folder, canMove: false);
            }
        }

        return Directory.CreateDirectory(Path.Combine(Folder, action)).FullName;
    }

    /// <summary>Removes it where nothing is in it.</summary>
    public void RemoveIfEmpty()
    {
        if (!_moved) PosixNative.RemoveFolder(Folder);
    }

    /// <summary>Removes it, and puts the node's process back.</summary>
    public void Close()
    {
        if (_moved)
        {
            try
            {
                GroupFile.Write(Folder, GroupFile.Children, Change('-'));
                GroupFile.Write(parent, GroupFile.Children, Change('-'));
                MoveBack();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It stays where it is, and goes with the process or at the node's next start.
            }
        }

        PosixNative.RemoveFolder(Folder);
    }

    // Of version 2: lets the groups in a group have limits.
    private void PassOn(string folder, bool canMove)
    {
        if (controllers.All(GroupFile.Words(folder, GroupFile.Children).Contains)) return;
        if (TryPassOn(folder)) return;
        if (canMove && GroupFile.ReadProcesses(folder).SetEquals([Environment.ProcessId]))
        {
            GroupFile.Write(Directory.CreateDirectory(Path.Combine(Folder, Leaf)).FullName, GroupFile.Processes, Own);
            _moved = true;
            if (TryPassOn(folder)) return;
            MoveBack();
        }

        throw new IOException($"the group {folder} holds processes beside the node's, so that it can hand on no limits; start the node in a group of its own (a systemd unit with Delegate=yes is one), or name one as {nameof(NodeOptions.ControlGroup)}");
    }

    private bool TryPassOn(string folder)
    {
        try
        {
            GroupFile.Write(folder, GroupFile.Children, Change('+'));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void MoveBack()
    {
        GroupFile.Write(parent, GroupFile.Processes, Own);
        PosixNative.RemoveFolder(Path.Combine(Folder, Leaf));
        _moved = false;
    }

    private static string Own => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private string Change(char sign) => string.Join(' ', controllers.Select(controller => sign + controller));
}
