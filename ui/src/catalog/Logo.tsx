// The sign of an integration in a small tile.
import { useState } from 'react'
import classes from './Logo.module.css'
import { MARKS, tileColour } from './marks'

interface Props {
  appId: string
  name: string
  /** Address on this server of the picture that came with the catalogue file. */
  logo?: string | null
  size?: number
}

export function Logo({ appId, name, logo, size = 32 }: Props) {
  const [broken, setBroken] = useState(false)
  const mark = MARKS[appId]
  const box = { width: size, height: size, borderRadius: Math.round(size / 4) }
  if (!mark && logo && !broken) {
    return <img src={logo} alt="" className={classes.picture} style={box} onError={() => setBroken(true)} />
  }
  return (
    <span
      aria-hidden
      className={classes.tile}
      style={{ ...box, background: mark?.colour ?? tileColour(name), fontSize: size * 0.42 }}
    >
      {mark ? <Sign sign={mark.sign} size={Math.round(size * 0.58)} /> : initials(name)}
    </span>
  )
}

function Sign({ sign, size }: { sign: (typeof MARKS)[string]['sign']; size: number }) {
  if (typeof sign !== 'string') {
    const Icon = sign
    return <Icon size={Math.round(size * 1.12)} stroke={1.8} />
  }
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d={sign} />
    </svg>
  )
}

const initials = (name: string) => name.charAt(0).toUpperCase()
