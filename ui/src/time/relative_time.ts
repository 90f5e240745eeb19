// How long ago something was, in words.
const STEPS: readonly [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [86_400 * 30, 86_400, 'day'],
  [86_400 * 365, 86_400 * 30, 'month'],
  [Number.POSITIVE_INFINITY, 86_400 * 365, 'year'],
]
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })

export function relativeTime(iso: string, now: Date): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000
  if (!Number.isFinite(seconds)) return iso
  const distance = Math.abs(seconds)
  if (distance < 45) return 'just now'
  const [, size, unit] = STEPS.find(([limit]) => distance < limit)!
  return words.format(Math.round(seconds / size), unit)
}

export const exactTime = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : exact.format(new Date(iso)))

export const durationInWords = (milliseconds: number): string =>
  milliseconds < 1
    ? '<1 ms'
    : milliseconds < 1000
      ? `${Math.round(milliseconds)} ms`
      : `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`
