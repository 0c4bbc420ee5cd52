using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Executors;

/// <summary>Runs C# handlers on the thread pool of the node's process.</summary>
internal sealed class HandlerExecutor(
    ActionHandlers handlers, IServiceScopeFactory scopes, NodeSelf self, NodeConnection connection, ILoggerFactory loggers) : IActionExecutor
{
    private readonly ILogger _logger = loggers.CreateLogger("LitePipeline.Action");
    private readonly IServiceScopeFactory _scopes = scopes;
    private readonly NodeSelf _self = self;
    private readonly Action<NodeMessage> _report = connection.TrySend;

    public bool CanRun(ActionDefinition action) => action.Handler is not null && handlers.Find(action.Handler) is not null;

    public Task<IRunningAction> StartAsync(ActionStart start, CancellationToken cancellationToken) =>
        Task.FromResult<IRunningAction>(new HandlerRun(this, handlers.Find(start.Assignment.Action.Handler!)!, start));

    /// <summary>Nothing of a handler outlives its process.</summary>
    public Task EndLeftoverAsync(string workspace, CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class HandlerRun : IRunningAction
    {
        private readonly HandlerExecutor _executor;
        private readonly ActionHandlerRegistration _handler;
        private readonly ActionHandlerContext _context;
        private readonly CancellationTokenSource _stop = new();

        public HandlerRun(HandlerExecutor executor, ActionHandlerRegistration handler, ActionStart start)
        {
            _executor = executor;
            _handler = handler;
            _context = new ActionHandlerContext(start, executor._self.Description, executor._logger, executor._report, SecretMask.Of(start.Secrets));
            Completion = Task.Run(RunAsync);
        }

        public Task<ActionExit> Completion { get; }

        // Off this thread: a callback that the handler registered may do anything.
        public void Signal(StopSignal signal) => _ = _stop.CancelAsync();

        public async ValueTask DisposeAsync()
        {
            if (!Completion.IsCompleted)
            {
                Signal(StopSignal.Kill);
                await Completion;
            }
        }

        private async Task<ActionExit> RunAsync()
        {
            try
            {
                if (_handler.NeedsScope)
                {
                    await using var scope = _executor._scopes.CreateAsyncScope();
                    await _handler.Run(scope.ServiceProvider, _context, _stop.Token);
                }
                else await _handler.Run(null!, _context, _stop.Token);
                return new ActionExit { ReturnCode = 0, Output = _context.TakeOutput() };
            }
            catch (Exception failure)
            {
                return new ActionExit { Failure = new ActionFailure(ActionFailureKind.Exit, failure.ToString()) };
            }
        }
    }
}
