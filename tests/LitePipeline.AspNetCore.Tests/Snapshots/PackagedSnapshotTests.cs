namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>Each answer about applications' and venvs' versions, whole, on both sets of routes.</summary>
public class PackagedSnapshotTests
{
    private const string Unknown = "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    private static async Task<byte[]> PackageAsync(string noun, string word) => noun == "app" ? await Packages.AppAsync(word) : Packages.Venv(word);

    private static async Task<HttpResponseMessage> SendAsync(Stage stage, HttpMethod method, string route, byte[]? package, params (string Name, string Value)[] fields)
    {
        using var form = Packages.Form(package, fields);
        return await stage.Api.Http.AskAsync(method, route, form);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("venv")]
    public async Task The_originals_routes(string noun)
    {
        await using var stage = await Stage.SetAsync();
        var (first, second) = (await PackageAsync(noun, "first"), await PackageAsync(noun, "second"));
        await Answer.MatchAsync($"{noun}_created", SendAsync(stage, HttpMethod.Post, $"/{noun}/create", first, ("name", "sums"), ("description", "Adds up")));
        var all = await stage.Api.Http.GetJsonAsync($"/{noun}/list");
        var id = all.GetProperty($"{noun}s")[0].Text(noun == "app" ? "application_id" : "venv_id");
        await Answer.MatchAsync($"{noun}_update_name", SendAsync(stage, HttpMethod.Post, $"/{noun}/update", null, ($"{noun}_id", id), ("name", "totals")));
        await Answer.MatchAsync($"{noun}_update_package", SendAsync(stage, HttpMethod.Post, $"/{noun}/update", second, ($"{noun}_id", id), ("description", "Adds up more")));
        await Answer.MatchAsync($"{noun}_updated_info", stage.GetAsync($"/{noun}/info?{noun}_id={id}"));
        await Answer.MatchAsync($"{noun}_updated_list", stage.GetAsync($"/{noun}/list?name=tot*&id={id}"));
        await Answer.MatchAsync($"{noun}_history_list", stage.GetAsync($"/{noun}/history/list?{noun}_id={id}&limit=2"));
        await Answer.MatchAsync($"{noun}_history_info", stage.GetAsync($"/{noun}/history/info?{noun}_id={id}&history_id=1"));
        await Answer.MatchAsync($"{noun}_history_info_config", stage.GetAsync($"/{noun}/history/info?{noun}_id={id}&history_id=1&config=true"));
        await Answer.MatchAsync($"{noun}_history_activate", stage.PutAsync($"/{noun}/history/activate", new Dictionary<string, object> { [$"{noun}_id"] = id, ["history_id"] = "1" }));
        await Answer.MatchAsync($"{noun}_activated_info", stage.GetAsync($"/{noun}/info?{noun}_id={id}"));
        await Answer.MatchAsync($"{noun}_history_delete", stage.DeleteAsync($"/{noun}/history/delete?{noun}_id={id}&history_id=2"));
        await Answer.MatchAsync($"{noun}_history_info_refused", stage.GetAsync($"/{noun}/history/info?{noun}_id={id}&history_id=2"));
        await Answer.MatchAsync($"{noun}_history_list_refused", stage.GetAsync($"/{noun}/history/list?{noun}_id={Unknown}"));
        await Answer.MatchAsync($"{noun}_update_refused", SendAsync(stage, HttpMethod.Post, $"/{noun}/update", null, ($"{noun}_id", Unknown), ("name", "totals")));
        await Answer.MatchAsync($"{noun}_update_no_archive", SendAsync(stage, HttpMethod.Post, $"/{noun}/update", [1, 2, 3], ($"{noun}_id", id)));
        await Answer.MatchAsync($"{noun}_updated_download", stage.GetAsync($"/{noun}/download?{noun}_id={id}"));
        await Answer.MatchAsync($"{noun}_updated_delete", stage.DeleteAsync($"/{noun}/delete?{noun}_id={id}"));
        await Answer.MatchAsync($"{noun}_deleted_info", stage.GetAsync($"/{noun}/info?{noun}_id={id}"));
    }

    [Theory]
    [InlineData("application")]
    [InlineData("venv")]
    public async Task Our_own_routes(string noun)
    {
        await using var stage = await Stage.SetAsync();
        var kind = noun == "venv" ? "venv" : "app";
        var (first, second) = (await PackageAsync(kind, "first"), await PackageAsync(kind, "second"));
        var route = $"/api/v1/{noun}s";
        await Answer.MatchAsync($"v1_{noun}_created", SendAsync(stage, HttpMethod.Post, route, first, ("name", "sums"), ("description", "Adds up")));
        var id = (await stage.Api.Http.GetJsonAsync(route)).GetProperty("items")[0].Text("id");
        await Answer.MatchAsync($"v1_{noun}_update", SendAsync(stage, HttpMethod.Patch, $"{route}/{id}", second, ("name", "totals")));
        await Answer.MatchAsync($"v1_{noun}_updated", stage.GetAsync($"{route}/{id}"));
        await Answer.MatchAsync($"v1_{noun}_versions", stage.GetAsync($"{route}/{id}/versions?limit=1"));
        await Answer.MatchAsync($"v1_{noun}_versions_after", stage.GetAsync($"{route}/{id}/versions?limit=1&after=2"));
        await Answer.MatchAsync($"v1_{noun}_versions_of_all", stage.GetAsync($"/api/v1/{noun}-versions?number=1"));
        await Answer.MatchAsync($"v1_{noun}_version", stage.GetAsync($"{route}/{id}/versions/1"));
        await Answer.MatchAsync($"v1_{noun}_activate", stage.PostAsync($"{route}/{id}/versions/1/activate", null));
        await Answer.MatchAsync($"v1_{noun}_version_delete", stage.DeleteAsync($"{route}/{id}/versions/2"));
        await Answer.MatchAsync($"v1_{noun}_version_refused", stage.GetAsync($"{route}/{id}/versions/2"));
        await Answer.MatchAsync($"v1_{noun}_update_no_archive", SendAsync(stage, HttpMethod.Patch, $"{route}/{id}", [1, 2, 3]));
        await Answer.MatchAsync($"v1_{noun}_deleted", stage.DeleteAsync($"{route}/{id}"));
        await Answer.MatchAsync($"v1_{noun}_gone", stage.GetAsync($"{route}/{id}"));
    }
}
