using System.Globalization;
using LitePipeline.AspNetCore.Api;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Users;

/// <summary>The tokens whose users have signed out, until they would have expired: kept beside the keys, as the tokens outlive a restart.</summary>
internal sealed class RevokedTokens(IOptions<LitePipelineApiOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly string? _file = options.Value.TokenFolder is { } folder ? Path.Combine(folder, "revoked-tokens") : null;
    private Dictionary<Guid, DateTimeOffset>? _tokens;

    public bool Contains(Guid token)
    {
        lock (_lock) return Loaded().ContainsKey(token);
    }

    public void Add(AccessToken token)
    {
        lock (_lock)
        {
            var tokens = Loaded();
            foreach (var (id, expiresAt) in tokens)
                if (expiresAt <= time.GetUtcNow()) tokens.Remove(id);
            tokens[token.Id] = token.ExpiresAt;
            Save(tokens);
        }
    }

    private Dictionary<Guid, DateTimeOffset> Loaded() => _tokens ??= _file is null || !File.Exists(_file)
        ? []
        : File.ReadLines(_file).Select(line => line.Split(' ')).Where(words => words.Length == 2).ToDictionary(
            words => Guid.Parse(words[0]), words => DateTimeOffset.FromUnixTimeSeconds(long.Parse(words[1], CultureInfo.InvariantCulture)));

    private void Save(Dictionary<Guid, DateTimeOffset> tokens)
    {
        if (_file is null) return;
        PrivateFolder.Create(Path.GetDirectoryName(_file)!);
        var unfinished = _file + ".new";
        using (var file = new StreamWriter(new FileStream(unfinished, FileMode.Create, FileAccess.Write)))
        {
            foreach (var (id, expiresAt) in tokens)
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id} {expiresAt.AddSeconds(1).ToUnixTimeSeconds()}"));
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(unfinished, _file, overwrite: true);
    }
}
