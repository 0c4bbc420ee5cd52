namespace Flights.Charts;

/// <summary>Albers' equal-area conic projection with the parallels that maps of the United States use.</summary>
internal static class Projection
{
    private const double Scale = 1150;
    private static readonly double N = (Sin(29.5) + Sin(45.5)) / 2;
    private static readonly double C = Math.Pow(Cos(29.5), 2) + 2 * N * Sin(29.5);

    /// <summary>Whether a place is on the mainland, which is what the map shows.</summary>
    public static bool Shows(double latitude, double longitude) => latitude is > 24 and < 50 && longitude is > -125 and < -66;

    public static (double X, double Y) Project(double latitude, double longitude)
    {
        var (radius, angle) = (Radius(latitude), N * double.DegreesToRadians(longitude + 96));
        return (480 + Scale * radius * Math.Sin(angle), 352 - Scale * (Radius(37.5) - radius * Math.Cos(angle)));
    }

    private static double Radius(double latitude) => Math.Sqrt(C - 2 * N * Sin(latitude)) / N;

    private static double Sin(double degrees) => Math.Sin(double.DegreesToRadians(degrees));

    private static double Cos(double degrees) => Math.Cos(double.DegreesToRadians(degrees));
}
