/** A number of bytes, in the unit that suits it. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let unit = 0
  let size = bytes
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit++
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

/** The first letters of an id or a digest, which are enough for people to tell it from others. */
export const shortId = (id: string) => id.slice(-8)

export const shortDigest = (digest: string) => digest.slice(0, 10)

export const countText = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString()} ${count === 1 ? one : many}`
