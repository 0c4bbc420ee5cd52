using System.Net;
using System.Text;
using CsCheck;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Fuzzing.Generation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Fuzzing.Tokens;

/// <summary>The headers that say who calls: the original's <c>user</c> and <c>token</c>, and our <c>Authorization</c>.</summary>
/// <remarks>What holds: a caller is found or refused in words; found only by a token that decrypts to their name; and no header costs more memory than it is long.</remarks>
internal sealed class TokenTarget : FuzzTarget
{
    private const string User = "admin", PasswordMd5 = "21232f297a57a5a743894a0e4a801fc3";

    // As the original's clients made them, for the user above and for others.
    private static readonly string[] Tokens = [.. Enumerable.Range(0, 8).Select(_ => OriginalToken.Make(User, PasswordMd5)), OriginalToken.Make("other", PasswordMd5), OriginalToken.Make("", PasswordMd5), OriginalToken.Make(new string('x', 300), PasswordMd5)];

    private readonly ServiceProvider _services = BuildServices();
    private readonly CallerCheck _check;

    public TokenTarget() => _check = _services.GetRequiredService<CallerCheck>();

    public override string Name => "tokens";

    public override string What => "the original's headers user and token, and the Authorization header";

    public override Gen<byte[]> Cases { get; } = Gen.Select(
        Gen.Byte.Array[5],
        Gen.Frequency((6, Gen.Const(User)), (1, Gen.OneOfConst("", "Admin", "other", "é", "\ud800")), (1, Gen.String[0, 30])),
        Gen.Frequency((3, Gen.OneOfConst(Tokens).Select(Encoding.UTF8.GetBytes)), (5, Gen.OneOfConst(Tokens).Select(Encoding.UTF8.GetBytes).Spoiled()), (3, Gen.Byte.Array[0, 400].Select(bytes => Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes)))), (1, Edits.Nothing)),
        (start, user, token) => (byte[])[.. start, .. Encoding.UTF8.GetBytes(user), (byte)'\n', .. token]);

    public override string Run(byte[] input)
    {
        if (input.Length < 5) return "nothing";
        var text = input.AsSpan(5);
        var split = text.IndexOf((byte)'\n');
        // As Kestrel decodes headers.
        var (user, token) = split < 0 ? ("", Encoding.Latin1.GetString(text)) : (Encoding.UTF8.GetString(text[..split]), Encoding.Latin1.GetString(text[(split + 1)..]));
        var context = new DefaultHttpContext();
        // From one address few attempts are looked at.
        context.Connection.RemoteIpAddress = new IPAddress(input.AsSpan(0, 4));
        var bearer = input[4] % 4 == 0;
        if (bearer) context.Request.Headers.Authorization = (input[4] % 8 == 0 ? "Bearer " : "") + token;
        else (context.Request.Headers["user"], context.Request.Headers["token"]) = (user, token);
        try
        {
            var caller = _check.FindAsync(context).GetAwaiter().GetResult();
            PromiseBrokenException.Unless(!bearer && caller.Name == user && user == User, $"The caller is taken for {caller.Name}.");
            var name = TeaText.Decrypt(Convert.FromBase64String(token), Convert.FromHexString(PasswordMd5));
            PromiseBrokenException.Unless(name.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(User)), "A token is taken that does not hold the user's name.");
            return "signed in";
        }
        catch (CallerRefusedException refused)
        {
            PromiseBrokenException.Unless(refused.Message.Length is > 0 and < 1000, $"The refusal has {refused.Message.Length} characters.");
            return refused.RetryAfter is null ? (bearer ? "Authorization refused" : "user and token refused") : "to wait";
        }
    }

    private static ServiceProvider BuildServices()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddLitePipelineApi(api =>
        {
            api.AcceptOriginalTokens = true;
            api.Users.Add(new LitePipelineUser { Name = User, PasswordHash = LitePipelineUsers.HashPassword("admin"), PasswordMd5 = PasswordMd5, Role = UserRole.Admin });
        });
        return services.BuildServiceProvider();
    }
}
