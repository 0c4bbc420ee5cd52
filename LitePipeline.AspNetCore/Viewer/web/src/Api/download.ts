import { ask } from './call'
import { route, type Query } from './place'
import { session } from '../SignIn/session'

/** Has the browser save what a route sends. Where a token must be shown the page fetches it first, since a link cannot show one. */
export async function download(path: string, query?: Query, name?: string) {
  const address = route(path, query)
  if (!session.token) {
    // Asked for first, so that a refusal is shown on this page and not in its place; the body is not read.
    const stop = new AbortController()
    await ask(address, { signal: stop.signal })
    stop.abort()
    save(address, name)
    return
  }
  const answer = await ask(address)
  const suggested = /filename="?([^";]+)"?/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1]
  const content = URL.createObjectURL(await answer.blob())
  save(content, suggested ?? name)
  setTimeout(() => URL.revokeObjectURL(content), 60_000)
}

function save(address: string, name = '') {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
