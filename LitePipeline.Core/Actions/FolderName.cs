using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Core.Actions;

/// <summary>An action's name as the name of its folder: it leads nowhere else and is not too long.</summary>
public static class FolderName
{
    // File systems take 255 bytes; this leaves room for what is put around the name.
    private const int Longest = 180;

    /// <summary>The folder's name.</summary>
    public static string Of(string action)
    {
        var name = new StringBuilder(action.Length);
        foreach (var rune in action.EnumerateRunes())
        {
            var plain = Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or ' ' or '@' or '+' or '=' or ',' || (rune.Value == '.' && name.Length > 0);
            name.Append(plain ? rune.ToString() : $"%{rune.Value:X2}");
        }

        var text = name.ToString();
        if (Encoding.UTF8.GetByteCount(text) <= Longest) return text;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(action)))[..32];
        return text[..(Longest / 6)] + "~" + hash;
    }
}
