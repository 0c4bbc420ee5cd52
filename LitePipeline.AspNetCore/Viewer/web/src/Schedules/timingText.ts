import type { ScheduleTiming } from '../Api/records'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export const dayChoices = days.map((label, index) => ({ value: String(index + 1), label }))

/** When a schedule is due, in words. */
export function timingText(timing: ScheduleTiming): string {
  const zone = timing.time_zone ? ` (${timing.time_zone})` : ''
  if (timing.cron) return `${timing.cron}${zone}`
  const two = (number: number) => String(Math.max(number, 0)).padStart(2, '0')
  const day = timing.day_of_month > 0 ? `Day ${timing.day_of_month} of the month` : timing.day_of_week > 0 ? `Each ${days[timing.day_of_week - 1]}` : 'Each day'
  return `${day} at ${two(timing.hour)}:${two(timing.minute)}${zone}`
}
