// What the tests of the official Node client share: the server they talk to, and how they look at what it says.
import assert from "node:assert/strict";
import { ManagementClient } from "auth0";

export const domain = process.env.FLOWVAULT_DOMAIN;
export const credentials = {
  clientId: process.env.FLOWVAULT_CLIENT_ID,
  clientSecret: process.env.FLOWVAULT_CLIENT_SECRET,
};
export const fewCredentials = {
  clientId: process.env.FLOWVAULT_FEW_CLIENT_ID,
  clientSecret: process.env.FLOWVAULT_FEW_CLIENT_SECRET,
};

/** The official client; by default it may do everything and takes no refusal for an invitation to try again. */
export function manage(options = {}) {
  return new ManagementClient({ domain, ...credentials, maxRetries: 0, ...options });
}

/** A `fetch` that keeps each request line with the answer's status, headers and body. */
export function recorder() {
  const heard = [];
  const fetched = async (url, options) => {
    const response = await fetch(url, options);
    const { pathname, search } = new URL(url);
    const line = `${options.method} ${pathname}${search}`;
    heard.push({ line, status: response.status, headers: [...response.headers], body: await response.clone().text() });
    return response;
  };
  return { heard, fetch: fetched };
}

export async function everyItem(pages) {
  const items = [];
  for await (const item of await pages) items.push(item);
  return items;
}

/** What the client throws, to be looked at. */
export async function thrownBy(promise) {
  return promise.then(
    () => assert.fail("nothing was thrown"),
    (error) => error,
  );
}

let token;
/** The client has no call that runs a flow, so this is what stands in for a form. */
export async function run(flow, input) {
  const base = `https://${domain}`;
  const headers = { "content-type": "application/json" };
  token ??= fetch(`${base}/oauth/token`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      grant_type: "client_credentials",
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
    }),
  }).then((answer) => answer.json());
  const answer = await fetch(`${base}/api/v2/flows/${flow}/executions`, {
    method: "POST",
    headers: { ...headers, authorization: `Bearer ${(await token).access_token}` },
    body: JSON.stringify({ input, synchronous: true }),
  });
  assert.equal(answer.status, 200);
  return answer.json();
}
