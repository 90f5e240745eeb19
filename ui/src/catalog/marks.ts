// Signs of services that exist in free icon sets. A service without one gets a lettered tile.
import {
  IconArrowsSplit2,
  IconBraces,
  IconBrandSlack,
  IconBrandTwilio,
  IconCode,
  IconMailCheck,
  IconPasswordFingerprint,
  IconWorld,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import {
  siAirtable,
  siAuth0,
  siGooglebigquery,
  siGooglesheets,
  siHubspot,
  siJsonwebtokens,
  siMailchimp,
  siStripe,
  siTelegram,
  siWhatsapp,
  siZapier,
} from 'simple-icons'

export interface Mark {
  colour: string
  /** Outline in a square of 24, or an icon of the interface's own set. */
  sign: string | ComponentType<{ size?: number; stroke?: number }>
}

const brand = (icon: { path: string; hex: string }, colour = `#${icon.hex}`): Mark => ({ sign: icon.path, colour })
const OURS = '#5a6375'

export const MARKS: Readonly<Record<string, Mark>> = {
  AIRTABLE: brand(siAirtable),
  AUTH0: brand(siAuth0),
  BIGQUERY: brand(siGooglebigquery, '#4f7fe8'),
  GOOGLE_SHEETS: brand(siGooglesheets, '#1f9d57'),
  HUBSPOT: brand(siHubspot),
  JWT: brand(siJsonwebtokens, '#333a47'),
  // Its own yellow is too light to carry a white sign.
  MAILCHIMP: brand(siMailchimp, '#b58900'),
  STRIPE: brand(siStripe),
  TELEGRAM: brand(siTelegram),
  WHATSAPP: brand(siWhatsapp, '#1fae57'),
  ZAPIER: brand(siZapier),
  TWILIO: { sign: IconBrandTwilio, colour: '#e02f44' },
  SLACK: { sign: IconBrandSlack, colour: '#611f69' },
  HTTP: { sign: IconWorld, colour: '#3b6fb5' },
  FLOW: { sign: IconArrowsSplit2, colour: OURS },
  JSON: { sign: IconBraces, colour: OURS },
  XML: { sign: IconCode, colour: OURS },
  OTP: { sign: IconPasswordFingerprint, colour: OURS },
  EMAIL: { sign: IconMailCheck, colour: OURS },
}

const TILES = ['#3f6b8f', '#6b5b95', '#8a5a44', '#4b7a5f', '#8f4f6b', '#52688f', '#7a6a3c', '#3f7f83']

/** The same name always gets the same colour. */
export function tileColour(name: string): string {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return TILES[sum % TILES.length]!
}
