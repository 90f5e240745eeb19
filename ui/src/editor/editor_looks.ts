// The editor in the console's own colours, for both schemes.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#3046ac, #a3b3f5)' },
  { tag: tags.string, color: 'light-dark(#1c6b45, #86cfa6)' },
  { tag: tags.number, color: 'light-dark(#9a4d00, #e6b27a)' },
  { tag: [tags.bool, tags.null], color: 'light-dark(#8b2fa0, #d9a2e6)' },
  { tag: tags.invalid, color: 'var(--mantine-color-error)' },
])

export const editorLooks = (minHeight: number, maxHeight: number): Extension => [
  syntaxHighlighting(colours),
  EditorView.theme({
    '&': {
      fontSize: '12.5px',
      border: '1px solid var(--mantine-color-default-border)',
      borderRadius: '8px',
      backgroundColor: 'var(--mantine-color-default)',
      color: 'var(--mantine-color-text)',
    },
    '&.cm-focused': { outline: 'none', borderColor: 'var(--mantine-primary-color-filled)' },
    '.cm-scroller': {
      fontFamily: 'var(--mantine-font-family-monospace)',
      lineHeight: '1.55',
      minHeight: `${minHeight - 2}px`,
      maxHeight: `${maxHeight}px`,
    },
    '.cm-content': { padding: '7px 4px', caretColor: 'var(--mantine-color-text)' },
    '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'light-dark(#dbe1f9, #34406e) !important',
    },
  }),
]
