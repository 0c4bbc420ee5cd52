using LitePipeline.Soak.Users;

namespace LitePipeline.Soak.Tests;

public class ModelTests
{
    // The CRC-32 of the actions' names as Python's zlib gives them.
    private const long Modulus = 1L << 31;
    private const long First = 2456940119, Second = 3055489385, Third = 607264868;

    [Fact]
    public void Each_action_adds_what_it_was_given_to_its_own()
    {
        var values = Model.Of(Shape.Chain, seed: 5, parts: 0, given: 0);
        var first = (First + 5) % Modulus;
        var second = (Second + 5 + first) % Modulus;
        // The one before has also left its value in a file.
        Assert.Equal(new() { ["first"] = first, ["second"] = second, ["third"] = (Third + 5 + 2 * second) % Modulus }, values);
    }

    [Fact]
    public void What_fails_or_is_stopped_says_nothing()
    {
        Assert.Equal(["fail", "first"], Model.Of(Shape.Failing, 5, 0, 0).Keys.Order());
        Assert.Empty(Model.Of(Shape.Stopped, 5, 0, 0));
    }

    [Fact]
    public void Weights_are_of_a_hundred() => Assert.InRange(Shape.WorkWeight, 1, 99);
}
