using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Packages;

/// <summary>What every package store must do. Each store runs it.</summary>
public abstract class PackageStoreConformance
{
    private const int MaxBytes = 1_000_000;

    private IPackageStore? _store;

    private IPackageStore Store => _store ??= CreateStore(MaxBytes);

    protected abstract IPackageStore CreateStore(int maxBytes);

    /// <summary>How many packages the store keeps, those that are half there included.</summary>
    protected abstract int Count(IPackageStore store);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(MaxBytes)]
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "SHA-1 is the version that users know.")]
    public async Task A_package_comes_back_as_it_was_under_its_digest(int length)
    {
        var content = Content(length);
        var package = await SaveAsync(content, PackageFormat.Zip);
        Assert.Equal(new PackageReference(Hex(SHA1.HashData(content)), Hex(SHA256.HashData(content)), PackageFormat.Zip, length), package);
        Assert.Equal(content, await ReadAsync(package.Sha256));
    }

    [Fact]
    public async Task Saving_what_is_there_changes_nothing()
    {
        var content = Content(5_000);
        var first = await SaveAsync(content, PackageFormat.Zip);
        Assert.Equal(first, await SaveAsync(content, PackageFormat.Zip));
        // The format is what the caller says it is; the content goes by its digest alone.
        Assert.Equal(first with { Format = PackageFormat.TarGz }, await SaveAsync(content, PackageFormat.TarGz));
        Assert.Equal(1, Count(Store));
        Assert.Equal(content, await ReadAsync(first.Sha256));
    }

    [Fact]
    public async Task A_stream_that_gives_little_at_a_time_is_read_to_its_end()
    {
        var content = Content(10_000);
        var package = await Store.SaveAsync(new BrokenStream(content, mostAtOnce: 7), PackageFormat.TarGz, CancellationToken.None);
        Assert.Equal(content, await ReadAsync(package.Sha256));
    }

    [Fact]
    public async Task A_package_that_is_too_long_is_refused_and_leaves_nothing()
    {
        var refused = await Assert.ThrowsAsync<PackageInvalidException>(() => SaveAsync(Content(MaxBytes + 1)));
        Assert.Contains($"{MaxBytes}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("axPackageBytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(Store));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(Hex(SHA256.HashData(Content(MaxBytes + 1)))));
    }

    [Fact]
    public async Task An_endless_package_is_refused_at_the_limit()
    {
        using var endless = new BrokenStream(Content(1_000), endless: true);
        await Assert.ThrowsAsync<PackageInvalidException>(() => Store.SaveAsync(endless, PackageFormat.Zip, CancellationToken.None)).WaitAsync(Limit.Time);
        Assert.Equal(0, Count(Store));
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_nothing()
    {
        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.SaveAsync(new BrokenStream(Content(300_000), breaks: true), PackageFormat.Zip, CancellationToken.None));
        Assert.Equal(0, Count(Store));
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_nothing()
    {
        using var given = new CancellationTokenSource();
        using var held = new BrokenStream(Content(300_000), holds: true);
        var saving = Store.SaveAsync(held, PackageFormat.Zip, given.Token);
        await held.Reached.WaitAsync(Limit.Time);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving).WaitAsync(Limit.Time);
        Assert.Equal(0, Count(Store));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SaveAsync(new MemoryStream(Content(1)), PackageFormat.Zip, given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenReadAsync(new string('0', 64), given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.DeleteAsync(new string('0', 64), given.Token));
        Assert.Equal(0, Count(Store));
    }

    [Fact]
    public async Task A_package_that_arrives_is_absent_until_it_is_whole()
    {
        var content = Content(300_000);
        using var held = new BrokenStream(content, holds: true);
        var saving = Store.SaveAsync(held, PackageFormat.Zip, CancellationToken.None);
        await held.Reached.WaitAsync(Limit.Time);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(Hex(SHA256.HashData(content))));
        held.Release();
        Assert.Equal(content, await ReadAsync((await saving.WaitAsync(Limit.Time)).Sha256));
    }

    [Fact]
    public async Task Whole_packages_are_listed_and_no_others()
    {
        var saved = new List<string>();
        for (var length = 1; length <= 20; length++) saved.Add((await SaveAsync(Content(length))).Sha256);
        await Store.DeleteAsync(saved[7], CancellationToken.None);
        saved.RemoveAt(7);
        using var held = new BrokenStream(Content(300_000), holds: true);
        var saving = Store.SaveAsync(held, PackageFormat.Zip, CancellationToken.None);
        await held.Reached.WaitAsync(Limit.Time);
        Assert.Equal(saved.Order(), (await Store.ListAsync(CancellationToken.None).ToListAsync()).Order());
        held.Release();
        saved.Add((await saving.WaitAsync(Limit.Time)).Sha256);
        Assert.Equal(saved.Order(), (await Store.ListAsync(CancellationToken.None).ToListAsync()).Order());
    }

    [Fact]
    public async Task A_deleted_package_is_gone_and_can_be_saved_again()
    {
        var content = Content(1_000);
        var (package, other) = (await SaveAsync(content), await SaveAsync(Content(1_001)));
        await Store.DeleteAsync(package.Sha256, CancellationToken.None);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(package.Sha256));
        Assert.Equal(1_001, (await ReadAsync(other.Sha256)).Length);
        await Store.DeleteAsync(package.Sha256, CancellationToken.None);
        await SaveAsync(content);
        Assert.Equal(content, await ReadAsync(package.Sha256));
    }

    [Fact]
    public async Task A_reader_reads_on_when_the_package_is_deleted()
    {
        var content = Content(900_000);
        var package = await SaveAsync(content);
        await using var reader = await Store.OpenReadAsync(package.Sha256, CancellationToken.None);
        var begun = new byte[content.Length];
        await reader.ReadExactlyAsync(begun.AsMemory(0, 1_000));
        await Store.DeleteAsync(package.Sha256, CancellationToken.None);
        await reader.ReadExactlyAsync(begun.AsMemory(1_000));
        Assert.Equal(content, begun);
    }

    [Fact]
    public async Task Readers_each_read_from_the_beginning()
    {
        var package = await SaveAsync(Content(200_000));
        var read = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ReadAsync(package.Sha256))));
        Assert.All(read, content => Assert.Equal(Content(200_000), content));
    }

    [Fact]
    public async Task Many_may_save_the_same_package_at_once_while_others_read_it()
    {
        var content = Content(250_000);
        var sha256 = (await SaveAsync(content)).Sha256;
        await Task.WhenAll(Enumerable.Range(0, 24).Select(one => Task.Run(async () =>
        {
            if (one % 3 == 0) Assert.Equal(content, await ReadAsync(sha256));
            else Assert.Equal(sha256, (await SaveAsync(content)).Sha256);
        }))).WaitAsync(Limit.Time);
        Assert.Equal(1, Count(Store));
        Assert.Equal(content, await ReadAsync(sha256));
    }

    [Fact]
    public async Task Many_may_save_packages_of_their_own_at_once()
    {
        var saved = await Task.WhenAll(Enumerable.Range(1, 24).Select(one => Task.Run(() => SaveAsync(Content(one * 10_000))))).WaitAsync(Limit.Time);
        Assert.Equal(24, Count(Store));
        foreach (var package in saved) Assert.Equal(Content((int)package.Size), await ReadAsync(package.Sha256));
    }

    [Fact]
    public async Task Saving_and_deleting_at_once_leaves_the_package_whole_or_absent()
    {
        var content = Content(100_000);
        var sha256 = (await SaveAsync(content)).Sha256;
        await Task.WhenAll(Enumerable.Range(0, 30).Select(one => Task.Run(async () =>
        {
            if (one % 3 == 0) await SaveAsync(content);
            else if (one % 3 == 1) await Store.DeleteAsync(sha256, CancellationToken.None);
            else
            {
                try
                {
                    Assert.Equal(content, await ReadAsync(sha256));
                }
                catch (FileNotFoundException)
                {
                    // It was absent just then.
                }
            }
        }))).WaitAsync(Limit.Time);
        Assert.InRange(Count(Store), 0, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("0")]
    [InlineData("con")]
    [InlineData("a\0b")]
    [InlineData("..\\..\\x")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("../../0000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000\0\0")]
    [InlineData("٠000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_digest_names_no_package(string name)
    {
        await SaveAsync(Content(10));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(name));
        await Store.DeleteAsync(name, CancellationToken.None);
        Assert.Equal(1, Count(Store));
    }

    [Fact]
    public async Task A_digest_in_capitals_names_no_package()
    {
        var package = await SaveAsync(Content(10));
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(package.Sha256.ToUpperInvariant()));
        await Store.DeleteAsync(package.Sha256.ToUpperInvariant(), CancellationToken.None);
        Assert.Equal(10, (await ReadAsync(package.Sha256)).Length);
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);

    private Task<PackageReference> SaveAsync(byte[] content, PackageFormat format = PackageFormat.TarGz) => Store.SaveAsync(new MemoryStream(content), format, CancellationToken.None);

    private async Task<byte[]> ReadAsync(string sha256)
    {
        await using var package = await Store.OpenReadAsync(sha256, CancellationToken.None);
        using var content = new MemoryStream();
        await package.CopyToAsync(content);
        return content.ToArray();
    }
}
