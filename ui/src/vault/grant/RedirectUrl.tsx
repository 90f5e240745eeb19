// The address that the vendor must send people back to, ready to be copied into its form.
import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import classes from './grant.module.css'

export function RedirectUrl({ url }: { url: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)

  async function copy() {
    try {
      await navigator.clipboard.writeText(url)
      setCopied(true)
    } catch {
      // Browsers refuse where the page came without TLS: then it is at least marked for the keyboard.
      field.current?.focus()
      field.current?.select()
    }
  }

  return (
    <div className={classes.redirect}>
      <TextInput
        ref={field}
        label="Redirect URL"
        description="Some vendors call it callback URL. It must stand there to the letter."
        readOnly
        value={url}
        onFocus={event => event.currentTarget.select()}
      />
      <Button
        variant="default"
        aria-label="Copy redirect URL"
        leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
        onClick={copy}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}
