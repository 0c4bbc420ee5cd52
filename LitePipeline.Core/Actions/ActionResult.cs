using System.Collections.Immutable;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Actions;

/// <summary>How an attempt ended, as its node reports it.</summary>
public sealed record ActionResult
{
    /// <summary>Why it failed; null after success.</summary>
    public ActionFailure? Failure { get; init; }

    /// <summary>The process's exit code: 0 after success, minus the signal's number when a signal ended it; null where nothing ran.</summary>
    public int? ReturnCode { get; init; }

    /// <summary>The output data, an object; empty where the action wrote none.</summary>
    public JsonData Data { get; init; }

    /// <summary>The actions that it generated.</summary>
    public ImmutableArray<ActionDefinition> Actions { get; init; } = [];

    /// <summary>The files that it left for others; the manager has them before it records the result.</summary>
    public ImmutableArray<Artifact> Artifacts { get; init; } = [];

    /// <summary>When it started, by the node's clock.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, by the node's clock.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Failure is null;
}

/// <summary>Why an attempt failed.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">For people: what happened and, where it is known, what to do.</param>
public sealed record ActionFailure(ActionFailureKind Kind, string Message);

/// <summary>The ways in which an attempt can fail.</summary>
public enum ActionFailureKind
{
    /// <summary>It ended with an exit code other than 0, or its handler threw.</summary>
    Exit,
    /// <summary>A stop ended it.</summary>
    Stopped,
    /// <summary>It could not be started: no such command, no such handler, no right.</summary>
    NotStarted,
    /// <summary>Its package or venv could not be had or unpacked.</summary>
    Package,
    /// <summary>Its <c>output.data</c> is not what it should be.</summary>
    BadOutput,
    /// <summary>The actions that it generated do not fit its task.</summary>
    BadExpansion,
    /// <summary>Its node ended while it ran.</summary>
    NodeLost,
    /// <summary>It ran longer than its <c>timeout</c>.</summary>
    TimedOut,
    /// <summary>Its node was told to stop and handed it back: it runs elsewhere, and counts neither as a failure nor as lost.</summary>
    HandedBack,
    /// <summary>A file that it declares as an artifact is missing or cannot be kept, or one of an earlier action could not be had.</summary>
    Artifact,
}
