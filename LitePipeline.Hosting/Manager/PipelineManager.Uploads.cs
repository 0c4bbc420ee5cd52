using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Inputs;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    private Task UploadApplicationAsync(Stream package, PackageFormat format, Func<UploadedApplication, ManagerInput> ask, CancellationToken cancellationToken) =>
        UploadAsync(package, format, async (saved, content) =>
        {
            var configuration = (await PackageArchive.InspectAsync(content, format, cancellationToken: cancellationToken)).Configuration;
            var definition = DefinitionReader.ReadApplication(configuration);
            CommandRules.Check(definition);
            if (!definition.InputSchema.IsEmpty) InputSchema.Compile(definition.InputSchema.ToElement());
            return ask(new UploadedApplication(saved, JsonData.FromTrusted(configuration), definition));
        }, cancellationToken);

    private async Task UploadVenvAsync(Stream package, PackageFormat format, Func<PackageReference, ManagerInput> ask, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(package, format, async (saved, content) =>
            {
                await PackageArchive.InspectVenvAsync(content, format, cancellationToken: cancellationToken);
                return ask(saved);
            }, cancellationToken);
        }
        catch (PackageInvalidException invalid)
        {
            throw new PackageInvalidException(invalid.Message, invalid, ErrorCode.VenvWrongFormat);
        }
    }

    // Stored, inspected, decided; what comes to nothing leaves no trace.
    private async Task UploadAsync(Stream package, PackageFormat format, Func<PackageReference, Stream, Task<ManagerInput>> inspectAsync, CancellationToken cancellationToken)
    {
        using var upload = await gate.EnterAsync(cancellationToken);
        var saved = await packages.SaveAsync(package, format, cancellationToken);
        try
        {
            ManagerInput input;
            await using (var content = await packages.OpenReadAsync(saved.Sha256, cancellationToken)) input = await inspectAsync(saved, content);
            await queue.AskAsync(input, cancellationToken);
        }
        catch
        {
            // The machine knows whether something needs the same content, and whether it will accept a request that was given up here.
            await queue.PostAsync(new ManagerInput.DiscardPackage(saved.Sha256), CancellationToken.None);
            throw;
        }
    }
}
