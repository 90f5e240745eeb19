// CodeMirror for JSON, wired to a React value.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { styleNonce } from '../theme/nonce'
import type { CodeEditorProps } from './CodeEditor'
import { editorLooks } from './editor_looks'

export default function JsonEditor({
  label,
  value,
  onChange,
  readOnly = false,
  minHeight,
  maxHeight = 420,
}: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef(onChange)
  latest.current = onChange

  // The first value only: later ones are set below.
  useEffect(() => {
    const editor = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          EditorView.contentAttributes.of({ 'aria-label': label, ...(readOnly && { tabindex: '0' }) }),
          EditorState.readOnly.of(readOnly),
          EditorView.editable.of(!readOnly),
          // Tab leaves the editor: whoever works with the keyboard must not be trapped in it.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          history(),
          drawSelection(),
          json(),
          bracketMatching(),
          indentOnInput(),
          EditorView.lineWrapping,
          editorLooks(minHeight ?? 96, maxHeight),
          EditorView.updateListener.of(update => {
            if (update.docChanged) latest.current?.(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [label, readOnly, minHeight, maxHeight])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  return <div ref={parent} />
}
