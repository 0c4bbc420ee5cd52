using LitePipeline.Core.Actions;

namespace LitePipeline.Storage.InMemory;

/// <summary>The actions of one task: found by name, replaced in place.</summary>
internal sealed class ActionRows
{
    // Most tasks have a handful of actions; up to here a walk over the list is faster and smaller than a dictionary.
    private const int LargestWithoutIndex = 8;

    private readonly List<ActionRecord> _rows = new(1);
    private Dictionary<string, int>? _index;

    public IReadOnlyList<ActionRecord> All => _rows;

    /// <summary>Adds a row or replaces the one of its name, which is returned.</summary>
    public ActionRecord? Save(ActionRecord action)
    {
        var at = Find(action.Name);
        if (at >= 0)
        {
            var replaced = _rows[at];
            _rows[at] = action;
            return replaced;
        }

        _rows.Add(action);
        if (_index is not null) _index.Add(action.Name, _rows.Count - 1);
        else if (_rows.Count > LargestWithoutIndex) BuildIndex();
        return null;
    }

    /// <summary>Takes back the latest addition.</summary>
    public void RemoveLast()
    {
        _index?.Remove(_rows[^1].Name);
        _rows.RemoveAt(_rows.Count - 1);
    }

    private int Find(string name)
    {
        if (_index is not null) return _index.TryGetValue(name, out var found) ? found : -1;
        for (var at = _rows.Count - 1; at >= 0; at--)
        {
            if (_rows[at].Name == name) return at;
        }

        return -1;
    }

    private void BuildIndex()
    {
        _index = new Dictionary<string, int>(_rows.Count * 2);
        for (var at = 0; at < _rows.Count; at++) _index.Add(_rows[at].Name, at);
    }
}
