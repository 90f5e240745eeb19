// Runs the official deploy CLI as a person would, in a process of its own, and looks at what it left on the server.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ManagementClient } from "auth0";

const domain = process.env.FLOWVAULT_DOMAIN;
const clientId = process.env.FLOWVAULT_CLIENT_ID;
const clientSecret = process.env.FLOWVAULT_CLIENT_SECRET;
const program = fileURLToPath(new URL("../node_modules/.bin/a0deploy", import.meta.url));
const config = fileURLToPath(new URL("config.json", import.meta.url));
const onlyOurKinds = fileURLToPath(new URL("only_our_kinds.cjs", import.meta.url));

/** The server, asked behind the CLI's back. */
export const { flows } = new ManagementClient({ domain, clientId, clientSecret, maxRetries: 0 });
export const { connections } = flows.vault;

const home = mkdtempSync(join(tmpdir(), "deploy-"));
process.on("exit", () => rmSync(home, { recursive: true }));

/** A folder that goes away with this process. */
export const newFolder = () => mkdtempSync(join(home, "folder-"));

/** Three ways to start the CLI; each gives what it said and how it ended. */
export const importing = (from, environment) => run(["import", "--input_file", from], environment);
export const previewing = (from, environment) => run(["import", "--dry-run", "--input_file", from], environment);
export const exporting = (format, to, environment) =>
  run(["export", "--format", format, "--output_folder", to], environment);

/** What the CLI says while it succeeds. */
export async function succeeds(running) {
  const { code, said } = await running;
  assert.equal(code, 0, said);
  return said;
}

/** What the CLI says when it gives up. */
export async function fails(running) {
  const { code, said } = await running;
  assert.equal(code, 1, said);
  return said;
}

/** The environment in which the CLI may do no more than this. */
export async function limitedTo(...scopes) {
  return { AUTH0_ACCESS_TOKEN: await token(scopes.join(" ")) };
}

/** All connections and flows, each as its own address shows it. */
export async function everything() {
  const whole = async (resource) => Promise.all((await everyItem(resource)).map(({ id }) => resource.get(id)));
  return { connections: await whole(connections), flows: await whole(flows) };
}

/** Takes everything away. */
export async function emptied() {
  for (const resource of [flows, connections])
    for (const { id } of await everyItem(resource)) await resource.delete(id);
}

/** What a flow answers when it is run. */
export async function answerOf(flow, fields) {
  const execution = { input: { fields }, synchronous: true };
  const done = await send(`/api/v2/flows/${flow.id}/executions`, execution, { authorization: `Bearer ${await token()}` });
  assert.equal(done.status, "COMPLETED", JSON.stringify(done));
  return done.output;
}

async function everyItem(resource) {
  const items = [];
  for await (const item of await resource.list()) items.push(item);
  return items;
}

async function token(scope) {
  const grant = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope };
  return (await send("/oauth/token", grant)).access_token;
}

async function send(path, body, headers) {
  const request = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  const answer = await fetch(`https://${domain}${path}`, request);
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/** Leaves of our surroundings only what every process needs, since to the CLI each variable is a keyword. */
function run(words, { asItComes = false, ...environment } = {}) {
  const { PATH, NODE_EXTRA_CA_CERTS } = process.env;
  const access = { AUTH0_DOMAIN: domain, AUTH0_CLIENT_ID: clientId, AUTH0_CLIENT_SECRET: clientSecret };
  const env = { PATH, NODE_EXTRA_CA_CERTS, HOME: home, ...access, ...environment };
  const node = asItComes ? [program] : ["--require", onlyOurKinds, program];
  const line = [...node, ...words, "--config_file", config];
  return new Promise((ended) => {
    execFile(process.execPath, line, { env, cwd: home }, (error, stdout, stderr) => {
      ended({ code: error ? error.code : 0, said: stdout + stderr });
    });
  });
}
