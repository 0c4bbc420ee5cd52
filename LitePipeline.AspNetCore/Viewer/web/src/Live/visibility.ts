const unseenLimit = 60_000

/**
 * Keeps something open while the page is seen, and for a minute after. A browser has six connections to a server at the most where that speaks
 * HTTP/1.1: pages in the background are not to use them up.
 */
export function openWhileSeen(open: () => () => void): () => void {
  let close: (() => void) | null = open()
  let timer: ReturnType<typeof setTimeout> | undefined
  const changed = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') close ??= open()
    else timer = setTimeout(() => { close?.(); close = null }, unseenLimit)
  }
  document.addEventListener('visibilitychange', changed)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', changed)
    close?.()
  }
}
