/** What the API said in place of an answer, or that nothing answered. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** The status of the answer; 0 where there was none. */
    readonly status: number,
    readonly code: string | null = null,
    /** The field that is wrong, by its name on the route. */
    readonly field: string | null = null,
    /** All that is wrong in a configuration. */
    readonly problems: readonly Problem[] = [],
    /** After how many seconds it is worth asking again. */
    readonly retryAfter: number | null = null,
    /** Whether signing in here would help. */
    readonly asksForSignIn = false,
  ) {
    super(message)
    this.name = 'Refusal'
  }

  /** Whether the same request may be answered later: nothing answered, or what stands before the manager did. */
  get mayPass() {
    return this.status === 0 || (this.code === null && [502, 503, 504].includes(this.status))
  }

  get isMissing() {
    return this.status === 404
  }
}

export interface Problem {
  path: string
  message: string
}

/** The refusal that an answer holds. */
export function readRefusal(status: number, headers: Pick<Headers, 'get'>, body: string): Refusal {
  const retryAfter = Number(headers.get('Retry-After')) || null
  const asks = status === 401 && (headers.get('WWW-Authenticate')?.includes('LitePipeline') ?? false)
  try {
    const problem = JSON.parse(body) as { detail?: string; title?: string; code?: string; field?: string | null; problems?: Problem[] | null }
    if (problem.detail ?? problem.title)
      return new Refusal(problem.detail ?? problem.title!, status, problem.code ?? null, problem.field ?? null, problem.problems ?? [], retryAfter, asks)
  } catch {
    // Whatever answered was not the API.
  }
  return new Refusal(words(status), status, null, null, [], retryAfter, asks)
}

/** Says that nothing answered. */
export const unreachable = () => new Refusal('The manager did not answer. It may be restarting, or the network is down.', 0)

/** Whatever was thrown, as something to show. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  return new Refusal(error instanceof Error ? error.message : String(error), -1)
}

function words(status: number): string {
  if (status === 401 || status === 403) return 'The app that serves this page did not let the request through; reload the page to sign in again.'
  if (status === 413) return 'What was sent is larger than the server takes.'
  if (status === 502 || status === 503 || status === 504) return 'The manager cannot be reached from the server of this page.'
  return `The server answered with status ${status}.`
}
