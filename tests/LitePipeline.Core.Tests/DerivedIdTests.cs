namespace LitePipeline.Core.Tests;

public class DerivedIdTests
{
    private static readonly Guid Origin = Guid.Parse("6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11");

    [Fact]
    public void Whatever_leads_to_it_it_is_a_UUID_of_version_8_that_nobody_may_choose()
    {
        for (var number = 0; number < 1000; number++)
        {
            var id = DerivedId.Of("task", Origin, 1, "first", number);
            Assert.Equal("8000", id.ToString().Split('-')[2]);
            Assert.Contains(id.ToString()[19], "89ab");
            Assert.True(DerivedId.IsOne(id));
        }
    }

    [Fact]
    public void What_differs_in_anything_is_another()
    {
        Guid[] ids =
        [
            DerivedId.Of("task", Origin, 1, "first", 1),
            DerivedId.Of("task", Origin, 1, "first", 2),
            DerivedId.Of("task", Origin, 2, "first", 1),
            DerivedId.Of("task", Origin, 1, "second", 1),
            DerivedId.Of("other", Origin, 1, "first", 1),
            DerivedId.Of("task", Guid.Empty, 1, "first", 1),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], DerivedId.Of("task", Origin, 1, "first", 1));
    }

    [Theory]
    [InlineData("6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11")]
    [InlineData("01a20ff4-35a0-7426-a03a-fc2dbe55eb00")]
    [InlineData("6f1b7f9e-6c1d-8d6a-9a0e-0f5b7c3d2e11")]
    [InlineData("6f1b7f9e-6c1d-8001-9a0e-0f5b7c3d2e11")]
    [InlineData("6f1b8000-8000-4000-8000-8000803d2e11")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Others_may_be_chosen(string id) => Assert.False(DerivedId.IsOne(Guid.Parse(id)));
}
