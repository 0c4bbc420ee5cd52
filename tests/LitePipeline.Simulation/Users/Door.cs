using LitePipeline.Core;
using LitePipeline.Hosting.Manager;

namespace LitePipeline.Simulation.Users;

/// <summary>What came of a request.</summary>
internal enum Answer
{
    /// <summary>It was done.</summary>
    Accepted,
    /// <summary>It was refused, and nothing was done.</summary>
    Refused,
    /// <summary>Nobody was there, or nobody answered: it may have been done or not.</summary>
    Unknown,
}

/// <summary>How users reach the manager: over a network and a process that both may fail before the answer is back.</summary>
internal sealed class Door(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Asks the manager.</summary>
    /// <param name="what">What for, for the trace.</param>
    /// <param name="ask">Asks it, inside the manager's process.</param>
    /// <param name="promised">Called inside the manager at the moment of its answer: what it has promised must be durable.</param>
    /// <param name="answered">Told what came of it.</param>
    public void Ask(string what, Func<PipelineManager, ManagerQueue, Task> ask, Action? promised = null, Action<Answer>? answered = null)
    {
        var (door, queue, process) = (world.Manager.Door, world.Manager.Queue, world.Manager.Process);
        if (door is null || queue is null || process is not { IsAlive: true })
        {
            answered?.Invoke(Answer.Unknown);
            return;
        }

        var isOver = false;
        world.Scheduler.After(world.Between(0.0002, 0.01), process, () => world.Go(process, AskAsync, what));
        world.Scheduler.After(Patience, null, () => Tell(Answer.Unknown));

        async Task AskAsync()
        {
            var answer = Answer.Accepted;
            try
            {
                await ask(door, queue);
                promised?.Invoke();
            }
            catch (RequestRefusedException refused)
            {
                answer = refused.Code == ErrorCode.ServerException ? Answer.Unknown : Answer.Refused;
            }

            world.Trace.Note($"{what}: {answer}");
            world.Scheduler.After(world.Between(0.0002, 0.01), null, () => Tell(answer));
        }

        void Tell(Answer answer)
        {
            if (isOver) return;
            isOver = true;
            answered?.Invoke(answer);
        }
    }

    /// <summary>Asks until it is accepted or refused.</summary>
    public void Insist(string what, Func<PipelineManager, ManagerQueue, Task> ask, Action? promised = null, Action<Answer>? answered = null, int tries = int.MaxValue) =>
        Ask(what, ask, promised, answer =>
        {
            if (answer != Answer.Unknown || tries <= 1) answered?.Invoke(answer);
            else world.Scheduler.After(world.Between(0.5, 8), null, () => Insist(what, ask, promised, answered, tries - 1));
        });
}
