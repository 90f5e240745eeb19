// The nonce of this page's content security policy. Style elements without it are refused by the browser.
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')
  return meta?.content ?? ''
}
