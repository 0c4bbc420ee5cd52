using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Child;

// What tests run as a process of its own, to kill it or to give it a small disk. It prints what it was answered, a line each, and nothing that it was not.
return args switch
{
    ["hold", var file, ..] => await StoreChild.HoldAsync(file),
    ["commit", var file, var durability] => await StoreChild.CommitAsync(SqlitePipelineStore.Create(new SqliteStoreOptions { Path = file, Durability = Enum.Parse<SqliteDurability>(durability) })),
    ["commit-to-postgres", var server, var schema] => await StoreChild.CommitAsync(PostgresPipelineStore.Create(new PostgresStoreOptions { ConnectionString = server, Schema = schema })),
    ["fill", var file, ..] => await StoreChild.FillAsync(file),
    ["save", var file, ..] => await PackageChild.SaveAsync(Path.GetDirectoryName(file)!),
    ["save-until-full", var file, ..] => await PackageChild.FillAsync(Path.GetDirectoryName(file)!),
    ["upload", var file, ..] => await ManagerChild.UploadAsync(Path.GetDirectoryName(file)!),
    _ => throw new ArgumentException(string.Join(' ', args)),
};
