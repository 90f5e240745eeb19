// Keeps the text a JSON value came from, and prints an edited value so that everything not edited keeps its
// letters: number spelling, escapes, key order, white space. JSON.parse and JSON.stringify lose all four.

type JsonObject = Record<string, unknown>

/** A parsed value, the text it stands in, and the same for its members. */
interface Node {
  value: unknown
  text: string
  members?: Map<string, Node>
  items?: Node[]
}

export class JsonSource {
  readonly value: unknown
  private readonly nodes = new WeakMap<object, Node>()
  /** Objects that carry an `id`: an edited copy of one finds its original here wherever it was moved to. */
  private readonly byId = new Map<string, Node>()

  /** Throws SyntaxError when `text` is not JSON. */
  constructor(text: string) {
    // The native parser judges; the reader below may then trust the text.
    JSON.parse(text)
    const reader = new Reader(text, node => this.remember(node))
    this.value = reader.read().value
  }

  /** JSON text of `value`, which is the parsed value or an edited copy that shares what was not edited. */
  print(value: unknown): string {
    return this.printLike(value, undefined)
  }

  private remember(node: Node) {
    if (typeof node.value !== 'object' || node.value === null) return
    this.nodes.set(node.value, node)
    const id = (node.value as JsonObject).id
    if (typeof id === 'string' && !this.byId.has(id)) this.byId.set(id, node)
  }

  private printLike(value: unknown, before: Node | undefined): string {
    if (typeof value !== 'object' || value === null) {
      return before !== undefined && before.value === value ? before.text : (JSON.stringify(value) ?? 'null')
    }
    const same = this.nodes.get(value)
    if (same) return same.text
    if (Array.isArray(value))
      return `[${value.map((item, i) => this.printLike(item, this.original(item) ?? before?.items?.[i])).join(',')}]`
    return this.printObject(value as JsonObject, this.original(value) ?? before)
  }

  private original(value: unknown): Node | undefined {
    const id = typeof value === 'object' && value !== null ? (value as JsonObject).id : undefined
    return typeof id === 'string' ? this.byId.get(id) : undefined
  }

  private printObject(value: JsonObject, before: Node | undefined): string {
    const old = [...(before?.members?.keys() ?? [])].filter(key => Object.hasOwn(value, key))
    const added = Object.keys(value).filter(key => !before?.members?.has(key))
    const printed = [...old, ...added]
      .filter(key => value[key] !== undefined)
      .map(key => `${JSON.stringify(key)}:${this.printLike(value[key], before?.members?.get(key))}`)
    return `{${printed.join(',')}}`
  }
}

/** Reads text that is known to be JSON. */
class Reader {
  private at = 0

  constructor(
    private readonly text: string,
    private readonly found: (node: Node) => void,
  ) {}

  read(): Node {
    this.skipSpace()
    const start = this.at
    const first = this.text[start]
    const node = first === '{' ? this.readObject() : first === '[' ? this.readArray() : this.readScalar()
    node.text = this.text.slice(start, this.at)
    this.found(node)
    return node
  }

  private readObject(): Node {
    const value: JsonObject = {}
    const members = new Map<string, Node>()
    this.readList('}', () => {
      const key = this.readScalar().value as string
      this.skipSpace()
      this.at++ // the colon
      const member = this.read()
      members.set(key, member)
      // Not an assignment: the key may be "__proto__".
      Object.defineProperty(value, key, { value: member.value, enumerable: true, writable: true, configurable: true })
    })
    return { value, text: '', members }
  }

  private readArray(): Node {
    const items: Node[] = []
    this.readList(']', () => items.push(this.read()))
    return { value: items.map(item => item.value), text: '', items }
  }

  private readList(end: string, readOne: () => void) {
    this.at++
    this.skipSpace()
    while (this.text[this.at] !== end) {
      readOne()
      this.skipSpace()
      if (this.text[this.at] === ',') this.at++
      this.skipSpace()
    }
    this.at++
  }

  private readScalar(): Node {
    const scalar = /"(?:[^"\\]|\\.)*"|[^\s,\]}:]+/y
    scalar.lastIndex = this.at
    const text = scalar.exec(this.text)?.[0] ?? ''
    this.at += text.length
    return { value: JSON.parse(text), text }
  }

  private skipSpace() {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }
}
