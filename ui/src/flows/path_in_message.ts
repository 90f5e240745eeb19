// Finds the action a refusal of the server speaks of: "… on property actions[1].params.then[0].params.to".
import type { Branch, Path } from './tree/action_tree'

export function pathInMessage(message: string): Path | undefined {
  const first = /\bactions\[(\d+)\]/.exec(message)
  if (!first) return undefined
  const path: (number | Branch)[] = [Number(first[1])]
  let rest = message.slice(first.index + first[0].length)
  for (;;) {
    const next = /^\.params\.(then|else)\[(\d+)\]/.exec(rest)
    if (!next) return path
    path.push(next[1] as Branch, Number(next[2]))
    rest = rest.slice(next[0].length)
  }
}
