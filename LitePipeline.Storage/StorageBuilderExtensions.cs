using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Hosting;
using LitePipeline.Storage;
using LitePipeline.Storage.InMemory;
using LitePipeline.Storage.Packages;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses where a manager keeps its state and its packages.</summary>
public static class StorageBuilderExtensions
{
    /// <summary>Keeps the manager's state in a SQLite database.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="path">The database's file.</param>
    public static ILitePipelineManagerBuilder UseSqlite(this ILitePipelineManagerBuilder builder, string path) =>
        builder.UseSqlite(options => options.Path = path);

    /// <summary>Keeps the manager's state in a SQLite database. Wrong options stop the host's start, by name.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="configure">Sets the options.</param>
    public static ILitePipelineManagerBuilder UseSqlite(this ILitePipelineManagerBuilder builder, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<SqliteStoreOptions>().BindSection(SqliteStoreOptions.Section).Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteFolderCheck>());
        builder.Services.TryAddSingleton(services => SqlitePipelineStore.Create(services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value));
        return builder;
    }

    /// <summary>Keeps the manager's state in a PostgreSQL database, which other machines can reach too.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="connectionString">The connection string, in Npgsql's words.</param>
    public static ILitePipelineManagerBuilder UsePostgres(this ILitePipelineManagerBuilder builder, string connectionString) =>
        builder.UsePostgres(options => options.ConnectionString = connectionString);

    /// <summary>Keeps the manager's state in a PostgreSQL database, which other machines can reach too. Wrong options stop the host's start, by name.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="configure">Sets the options.</param>
    public static ILitePipelineManagerBuilder UsePostgres(this ILitePipelineManagerBuilder builder, Action<PostgresStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<PostgresStoreOptions>().BindSection(PostgresStoreOptions.Section).Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresStoreOptions>, PostgresOptionsCheck>());
        builder.Services.TryAddSingleton(services => PostgresPipelineStore.Create(services.GetRequiredService<IOptions<PostgresStoreOptions>>().Value));
        return builder;
    }

    /// <summary>Keeps the manager's state in memory: for tests and throw-away use.</summary>
    public static ILitePipelineManagerBuilder UseInMemoryStore(this ILitePipelineManagerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IPipelineStore, InMemoryPipelineStore>();
        return builder;
    }

    /// <summary>Keeps packages as files in a folder, which belongs to this manager: at its start what it does not need is removed from there.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="path">The folder.</param>
    public static ILitePipelineManagerBuilder UsePackageFolder(this ILitePipelineManagerBuilder builder, string path) =>
        builder.UsePackageFolder(options => options.Path = path);

    /// <summary>Keeps packages as files in a folder, which belongs to this manager: at its start what it does not need is removed from there. Wrong options stop the host's start, by name.</summary>
    /// <param name="builder">The manager's builder.</param>
    /// <param name="configure">Sets the options.</param>
    public static ILitePipelineManagerBuilder UsePackageFolder(this ILitePipelineManagerBuilder builder, Action<PackageFolderOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<PackageFolderOptions>().BindSection(PackageFolderOptions.Section).Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PackageFolderOptions>, PackageFolderCheck>());
        builder.Services.TryAddSingleton<IPackageStore>(services => new FileSystemPackageStore(services.GetRequiredService<IOptions<PackageFolderOptions>>().Value));
        return builder;
    }

    /// <summary>Keeps packages in memory: for tests and throw-away use.</summary>
    public static ILitePipelineManagerBuilder UseInMemoryPackages(this ILitePipelineManagerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IPackageStore>(_ => new InMemoryPackageStore());
        return builder;
    }
}
