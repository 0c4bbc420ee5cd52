// Where this page lies and where its API is, as the server wrote it into the page.

/** The path of the viewer's pages, with a slash at its end. */
export const pagesPath = new URL(document.baseURI).pathname

/** The address under which the API's routes begin, with a slash at its end. */
export const apiAddress = new URL(
  document.querySelector<HTMLMetaElement>('meta[name="litepipeline-api"]')?.content ?? './',
  document.baseURI,
)

/** What style elements must show to be let in by the content security policy. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The address of a route of `/api/v1`. */
export function route(path: string, query?: Query): string {
  const address = new URL(`api/v1/${path}`, apiAddress)
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== '') address.searchParams.set(name, String(value))
  return address.href
}

export type Query = Record<string, string | number | boolean | null | undefined>

/** A path's segment made of anything, such as an action's name. */
export const segment = encodeURIComponent
