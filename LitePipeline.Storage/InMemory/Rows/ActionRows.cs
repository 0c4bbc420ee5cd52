using LitePipeline.Core.Actions;

namespace LitePipeline.Storage.InMemory.Rows;

/// <summary>The actions of one task in no order: found by name, replaced in place.</summary>
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

    /// <summary>Removes the row of a name, which is returned; null where there is none.</summary>
    public ActionRecord? Remove(string name)
    {
        var at = Find(name);
        if (at < 0) return null;
        var removed = _rows[at];
        // The last row takes the free place, so that no other one moves.
        var last = _rows[^1];
        _rows[at] = last;
        _rows.RemoveAt(_rows.Count - 1);
        _index?.Remove(name);
        if (_index is not null && at < _rows.Count) _index[last.Name] = at;
        return removed;
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
