using System.Text;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tests.Manager;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core.Tests.Packages;

/// <summary>Uploads, activations and removals in a line each, and the packages that a store would have after them.</summary>
internal sealed class PackagedHarness
{
    private readonly HashSet<string> _stored = [];

    public PackagedHarness()
    {
        Machine.OnEffect = effect =>
        {
            if (effect is ManagerEffect.RemovePackage remove) Assert.True(_stored.Remove(remove.Sha256), $"{remove.Sha256} was removed twice.");
        };
    }

    public MachineHarness Machine { get; } = new();

    /// <summary>What was uploaded and has not been removed since.</summary>
    public IEnumerable<string> Stored => _stored.Order();

    public static string Configuration(string? env = null) =>
        $$"""{"actions": [{"name": "first", "main": "a"{{(env is null ? "" : $", \"env\": \"{env}\"")}}}], "output_action": "first"}""";

    public AppId CreateApplication(string content, string? env = null)
    {
        var id = new AppId(Machine.NewId());
        Accepted(TryCreate(id, content, Configuration(env)));
        return id;
    }

    public ManagerReply TryCreate(AppId id, string content, string configuration)
    {
        var upload = Upload(content, configuration);
        return Machine.Decide(new ManagerInput.CreateApplication(id, "app", "the first", upload.Package, upload.Configuration, upload.Definition));
    }

    public ManagerReply Update(AppId id, string? name = null, string? description = null, string? content = null, string? env = null) =>
        Machine.Decide(new ManagerInput.UpdateApplication(id, name, description, content is null ? null : Upload(content, Configuration(env))));

    public VenvId CreateVenv(string content)
    {
        var id = new VenvId(Machine.NewId());
        Accepted(Machine.Decide(new ManagerInput.CreateVenv(id, "venv", "the first", Package(content))));
        return id;
    }

    public ManagerReply Update(VenvId id, string? name = null, string? description = null, string? content = null) =>
        Machine.Decide(new ManagerInput.UpdateVenv(id, name, description, content is null ? null : Package(content)));

    public long History(AppId id, int row) => Machine.Versions.Where(version => version.Application == id).ElementAt(row).HistoryId;

    public long History(VenvId id, int row) => Machine.VenvVersions.Where(version => version.Venv == id).ElementAt(row).HistoryId;

    public static void Accepted(ManagerReply reply) => Assert.Null(reply.Refusal);

    public static void Refused(ManagerReply reply, ErrorCode code, string? field, string word)
    {
        Assert.Equal((code, field), (reply.Refusal?.Code, reply.Refusal?.Field));
        Assert.Contains(word, reply.Refusal!.Message, StringComparison.Ordinal);
    }

    private UploadedApplication Upload(string content, string configuration)
    {
        var json = Encoding.UTF8.GetBytes(configuration);
        return new UploadedApplication(Package(content), JsonData.Parse(json), DefinitionReader.ReadApplication(json));
    }

    /// <summary>A package that was just uploaded.</summary>
    public PackageReference Package(string content)
    {
        _stored.Add(content);
        return new PackageReference($"sha1-{content}", content, PackageFormat.TarGz, 1);
    }
}
