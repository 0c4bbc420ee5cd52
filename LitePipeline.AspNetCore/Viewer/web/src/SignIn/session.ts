// Who is signed in here. The token is kept for all tabs of this browser, until it ends or is given back.

export interface SignedIn {
  user: string
  token: string
  expiresAt: string
}

export type EndReason = 'expired' | 'signed-out'

const place = 'litepipeline.session'

class Session {
  #current = read()
  #reason: EndReason | null = null
  readonly #listeners = new Set<() => void>()

  constructor() {
    // Another tab signed in or out.
    window.addEventListener('storage', event => {
      if (event.key !== place) return
      this.#current = read()
      this.#tell()
    })
  }

  get current() {
    return this.#current
  }

  get token() {
    return this.#current?.token ?? null
  }

  /** Why there is nobody any more. */
  get endReason() {
    return this.#reason
  }

  begin(signedIn: SignedIn) {
    this.#current = signedIn
    this.#reason = null
    localStorage.setItem(place, JSON.stringify(signedIn))
    this.#tell()
  }

  end(reason: EndReason) {
    this.#reason = this.#current ? reason : this.#reason
    this.#current = null
    localStorage.removeItem(place)
    this.#tell()
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  #tell() {
    for (const listener of this.#listeners) listener()
  }
}

function read(): SignedIn | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as SignedIn | null
    return kept && Date.parse(kept.expiresAt) > Date.now() ? kept : null
  } catch {
    return null
  }
}

export const session = new Session()
