using System.Reflection;
using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Tests.Client;

/// <summary>Passes calls on to a manager and notes which of its methods were called.</summary>
public class CallRecorder : DispatchProxy
{
    private readonly HashSet<string> _called = [];
    private IPipelineManager _manager = null!;

    public static IPipelineManager Around(IPipelineManager manager)
    {
        var proxy = Create<IPipelineManager, CallRecorder>();
        ((CallRecorder)(object)proxy)._manager = manager;
        return proxy;
    }

    public static IReadOnlySet<string> CallsOf(IPipelineManager proxy) => ((CallRecorder)(object)proxy)._called;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _called.Add(targetMethod!.Name);
        return targetMethod.Invoke(_manager, args);
    }
}
