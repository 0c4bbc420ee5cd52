import { readRefusal, unreachable, asRefusal } from './refusal'
import { route, type Query } from './place'
import { session } from '../SignIn/session'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Asks the API, and gives the answer or throws its refusal. */
export async function call<T>(method: Method, path: string, options: { query?: Query; body?: unknown; key?: string; signal?: AbortSignal } = {}): Promise<T> {
  const answer = await ask(route(path, options.query), {
    method,
    signal: options.signal,
    headers: { ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }), ...keyHeader(options.key) },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
  })
  const text = await answer.text()
  return (text.length > 0 ? JSON.parse(text) : undefined) as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal })

/** Asks with who calls, and throws what is no success. */
export async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(address, { ...init, cache: 'no-store', headers: { Accept: 'application/json', ...callerHeaders(), ...init.headers } })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw unreachable()
  }
  if (answer.ok) return answer
  const refusal = readRefusal(answer.status, answer.headers, await answer.text())
  if (refusal.asksForSignIn) session.end('expired')
  throw refusal
}

/** Sends a form with a file and tells how much has gone; fetch cannot tell that. */
export function upload<T>(method: Method, path: string, form: FormData, key: string, told: (fraction: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, route(path))
    for (const [name, value] of Object.entries({ Accept: 'application/json', ...callerHeaders(), ...(method === 'POST' ? keyHeader(key) : {}) })) request.setRequestHeader(name, value)
    request.upload.onprogress = event => { if (event.lengthComputable) told(event.loaded / event.total) }
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve((request.responseText ? JSON.parse(request.responseText) : undefined) as T)
        return
      }
      const refusal = readRefusal(request.status, { get: name => request.getResponseHeader(name) }, request.responseText)
      if (refusal.asksForSignIn) session.end('expired')
      reject(refusal)
    }
    request.onerror = () => reject(unreachable())
    request.onabort = () => reject(asRefusal('The upload was ended.'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

/** A key that is new for each thing to create, so that a repeated request creates nothing twice. crypto.randomUUID needs https. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}

/** What tells the API who calls, and a host's own sign-in that this is no navigation: it then answers 401 in place of a page. */
export function callerHeaders(): Record<string, string> {
  const token = session.token
  return { 'X-Requested-With': 'XMLHttpRequest', ...(token ? { Authorization: `Bearer ${token}` } : {}) }
}

const keyHeader = (key?: string): Record<string, string> => (key ? { 'Idempotency-Key': key } : {})
