namespace LitePipeline.AspNetCore.Viewer;

/// <summary>What the viewer can be told where it is mapped.</summary>
public sealed class LitePipelineViewerOptions
{
    /// <summary>
    /// Where the API is that the pages call: its routes begin there, as <c>https://manager.example/</c>. Null by default: then it is the app that
    /// serves the pages. An API on another origin must let this one's pages call it (CORS).
    /// </summary>
    public Uri? ApiAddress { get; set; }

    /// <summary>Which pages may show the viewer in a frame, as <c>frame-ancestors</c> of a content security policy says it. <c>'self'</c> by default: pages of the same origin.</summary>
    public string FrameAncestors { get; set; } = "'self'";
}
