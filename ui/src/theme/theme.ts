// The console's looks: one accent colour, dense controls, quiet surfaces.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const ACCENT: MantineColorsTuple = [
  '#eef1fd',
  '#dbe1f9',
  '#b4c0f3',
  '#8b9dee',
  '#687fe9',
  '#536ce6',
  '#4560d8',
  '#384fc0',
  '#3046ac',
  '#263b97',
]

/** Greys with a trace of the accent, so that both schemes look of one piece. */
const SLATE: MantineColorsTuple = [
  '#c3c8d4',
  '#a9afbf',
  '#8d94a6',
  '#646c80',
  '#3d4457',
  '#2f3547',
  '#262b3a',
  '#1c202c',
  '#161923',
  '#10131a',
]

const GREY: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f7',
  '#e6e9f0',
  '#d9dde7',
  '#c5cbd8',
  '#a3abbc',
  '#7d8698',
  '#5a6375',
  '#3c4454',
  '#232936',
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent: ACCENT, dark: SLATE, gray: GREY },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace",
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.125rem' }, h3: { fontSize: '0.9375rem' } },
  },
  components: {
    Tooltip: { defaultProps: { openDelay: 300, fz: 'xs', withArrow: true } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', padding: 'lg', overlayProps: { backgroundOpacity: 0.4, blur: 2 } },
      styles: { title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)' } },
    },
    InputWrapper: { styles: { label: { marginBottom: 4 }, description: { marginBottom: 5 } } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', withInitialFocusPlaceholder: false } },
    Notification: { styles: { description: { color: 'var(--quiet)' } } },
    TextInput: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'sm' } },
  },
})

/** Where Mantine's own shades are too strong on dark surfaces or too weak on light ones. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': '#cc2222',
    '--mantine-color-teal-light-color': '#06694b',
    '--mantine-color-orange-light-color': '#9c3c08',
    '--mantine-color-red-light-color': '#b02525',
    '--mantine-color-teal-light': 'rgb(18 184 134 / 12%)',
    '--mantine-color-orange-light': 'rgb(253 126 20 / 12%)',
    '--mantine-color-red-light': 'rgb(250 82 82 / 10%)',
  },
  dark: {
    '--mantine-color-error': '#ff8787',
    '--mantine-color-accent-light': 'rgb(83 108 230 / 16%)',
    '--mantine-color-accent-light-hover': 'rgb(83 108 230 / 26%)',
    '--mantine-color-accent-light-color': '#a3b3f5',
    '--mantine-color-anchor': '#8b9dee',
    '--mantine-color-teal-light': 'rgb(18 184 134 / 16%)',
    '--mantine-color-teal-light-color': '#63e6be',
    '--mantine-color-orange-light': 'rgb(253 126 20 / 16%)',
    '--mantine-color-orange-light-color': '#ffa94d',
    '--mantine-color-red-light': 'rgb(250 82 82 / 16%)',
    '--mantine-color-red-light-color': '#ff8787',
  },
})
