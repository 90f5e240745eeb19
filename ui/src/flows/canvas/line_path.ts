// The outline of a line: down, aside at one height, and down again, with round corners.
const RADIUS = 10
/** Lines end a little inside of what they connect, which is drawn above them: no gap can show. */
const INSIDE = 4

export function linePath(from: { x: number; y: number }, to: { x: number; y: number }, turn: number): string {
  const [top, bottom] = [from.y - INSIDE, to.y + INSIDE]
  const aside = to.x - from.x
  if (Math.abs(aside) < 1) return `M${from.x},${top}V${bottom}`
  const side = Math.sign(aside)
  const radius = Math.min(RADIUS, Math.abs(aside) / 2, Math.abs(turn - from.y), Math.abs(bottom - turn))
  return [
    `M${from.x},${top}V${turn - radius}`,
    `Q${from.x},${turn} ${from.x + side * radius},${turn}`,
    `H${to.x - side * radius}`,
    `Q${to.x},${turn} ${to.x},${turn + radius}V${bottom}`,
  ].join('')
}
