// Calls the API as the signed-in page would, to arrange what a journey starts from.
export async function api(page, tenant, method, path, body) {
  const answer = await page.evaluate(
    async ([tenant, method, path, body]) => {
      const headers = { 'content-type': 'application/json', ...(tenant && { 'x-flowvault-tenant': tenant }) }
      const response = await fetch(`/api/v2${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    [tenant, method, path, body],
  )
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
