// Moments as people read them: in their own time zone, and how long things took.

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

export const momentText = (moment: string) => day.format(new Date(moment))

/** A duration, by its two largest units. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })
const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]] as const

/** How long ago, or how soon. */
export function agoText(moment: string, now: number): string {
  const passed = Date.parse(moment) - now
  for (const [unit, length] of units)
    if (Math.abs(passed) >= length || unit === 'second') return relative.format(Math.trunc(passed / length), unit)
  return ''
}
