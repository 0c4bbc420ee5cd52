namespace LitePipeline.Transport.Tcp.Tls;

/// <summary>What small files say now. They are read each time, so that a change counts at once however it was made; a change that cannot be used is told and the value before it stays.</summary>
/// <remarks>A certificate and its key are two files: between the writing of the one and of the other they do not belong together.</remarks>
/// <param name="files">The files.</param>
/// <param name="load">Makes the value of their contents.</param>
/// <param name="failed">Is told once of each change that cannot be used.</param>
internal sealed class FileBacked<T>(IReadOnlyList<string> files, Func<IReadOnlyList<byte[]>, T> load, Action<Exception> failed) where T : class
{
    private readonly Lock _lock = new();
    private IReadOnlyList<byte[]> _contents = [];
    private T? _value;
    private bool _told;

    /// <exception cref="IOException">There is no value yet and the files cannot be read.</exception>
    /// <exception cref="FormatException">There is no value yet and they hold none.</exception>
    public T Current
    {
        get
        {
            lock (_lock)
            {
                try
                {
                    var contents = Read();
                    if (_value is null || !Same(contents, _contents)) (_value, _contents) = (Load(contents), contents);
                    _told = false;
                }
                catch (Exception failure) when (failure is IOException or FormatException && _value is not null)
                {
                    if (!_told) failed(failure);
                    _told = true;
                }
                return _value!;
            }
        }
    }

    private List<byte[]> Read()
    {
        try
        {
            return [.. files.Select(File.ReadAllBytes)];
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    private T Load(List<byte[]> contents)
    {
        try
        {
            return load(contents);
        }
        // Cryptography tells bad content by exceptions of several kinds.
        catch (Exception failure) when (failure is System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    private static bool Same(List<byte[]> contents, IReadOnlyList<byte[]> before) =>
        contents.Count == before.Count && contents.Zip(before).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
