// The official deploy CLI exports from a real server, imports into it, replaces keywords and deletes, over TLS.
// Started by tests/black_box/sdk.rs, which says in FLOWVAULT_… where the server is and who may do what.
// A run of the CLI takes seconds: tests that look at the same state share it.
import assert from "node:assert/strict";
import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  answerOf,
  connections,
  emptied,
  everything,
  exporting,
  fails,
  flows,
  importing,
  limitedTo,
  newFolder,
  previewing,
  succeeds,
} from "./deploy/cli.mjs";

const fixtures = fileURLToPath(new URL("deploy/", import.meta.url));
const allConnections = ["Chat", "Messages", "Shop", "Signing key", "Warehouse"];
const allFlows = ["Only a name", "Order placed", "Stock"];

/** The shop that flows ask; it answers that there are seven and remembers with which key it was asked. */
const shop = createServer((request, response) => {
  shop.key = request.headers["x-api-key"];
  response.end("7");
});
await new Promise((listening) => shop.listen(0, "127.0.0.1", listening));
shop.unref();

/** The keywords that differ from place to place, beside those in config.json. */
const keywords = {
  SHOP_URL: `http://127.0.0.1:${shop.address().port}`,
  SHOP_API_KEY: "a-key-of-the-shop",
  SIGNING_SECRET: "a-secret-of-thirty-two-characters",
};

describe("an import", () => {
  let folder, once, exported;
  before(async () => {
    folder = await start();
    const said = await succeeds(importing(folder, { ...keywords, asItComes: true }));
    assert.match(said, /Import Successful/);
    once = await everything();
  });

  it("makes every connection and flow of a folder", () => {
    assert.deepEqual([names(once.connections), names(once.flows)], [allConnections, allFlows]);
    assert.equal("actions" in named(once.flows, "Only a name"), false);
  });

  it("fills the connections that come with a setup and leaves the others to be connected", () => {
    const states = once.connections.map(({ name, app_id, ready, account_name }) => [name, app_id, ready, account_name]);
    assert.deepEqual(states.sort(), [
      ["Chat", "SLACK", false, undefined],
      ["Messages", "TWILIO", false, undefined],
      ["Shop", "HTTP", true, "Header X-Api-Key a-k***hop"],
      ["Signing key", "JWT", true, "HS256"],
      ["Warehouse", "HTTP", true, "Basic war***bot"],
    ]);
  });

  it("puts ids for the names of connections and values for keywords, at any depth", async () => {
    const idOf = (connection) => named(once.connections, connection).id;
    for (const name of allFlows) assert.deepEqual(named(once.flows, name).actions, (await expected(name, idOf)).actions);
    const [ask, isLarge] = named(once.flows, "Order placed").actions;
    assert.equal(ask.params.url, `${keywords.SHOP_URL}/orders/{{fields.order}}`);
    assert.deepEqual(isLarge.params.then[0].params.payload.notify, ["ada@example.com", "grace@example.com"]);
  });

  it("leaves keywords in actions as they are written if nobody defined them", () => {
    const [receipt] = named(once.flows, "Order placed").actions[1].params.else;
    assert.equal(receipt.params.issuer, "##SHOP_NAME##");
  });

  it("puts the secret that a keyword stands for into the vault", async () => {
    await assertAsksWith("a-key-of-the-shop");
  });

  it("done twice changes nothing but when things were touched", async () => {
    const before = await everything();
    const said = await succeeds(importing(folder, keywords));
    assert.equal(said.match(/Updated/g).length, allConnections.length + allFlows.length, said);
    assert.doesNotMatch(said, /Created|Deleted/);
    const twice = await everything();
    assert.deepEqual(untouched(twice), untouched(before));
    for (const { name, fingerprint } of twice.connections)
      assert.notEqual(fingerprint, named(before.connections, name).fingerprint);
  });

  it("comes out of an export as it went in, with names for ids and without secrets", async () => {
    exported = newFolder();
    assert.match(await succeeds(exporting("directory", exported)), /Export Successful/);
    assert.deepEqual(await readdir(join(exported, "flows")), allFlows.map((name) => `${name}.json`));
    for (const name of allFlows) {
      // The CLI lets this one time through, of a flow that has run, and ignores it when it imports.
      const { executed_at, ...flow } = await readJson(exported, "flows", `${name}.json`);
      assert.equal(JSON.stringify(flow), JSON.stringify(await expected(name)), "the same, in the same order");
    }
    const files = join(exported, "flow-vault-connections");
    assert.deepEqual(await readdir(files), allConnections.map((name) => `${name}.json`));
    const filled = { app_id: "HTTP", name: "Shop", account_name: "Header X-Api-Key a-k***hop", ready: true };
    assert.deepEqual(await readJson(files, "Shop.json"), filled);
    assert.deepEqual(await readJson(files, "Chat.json"), { app_id: "SLACK", name: "Chat", ready: false });
  });

  it("of what was exported keeps the credentials", async () => {
    const before = await everything();
    await succeeds(importing(exported));
    assert.deepEqual(untouched(await everything()), untouched(before));
    await assertAsksWith("a-key-of-the-shop");
  });

  it("brings a new secret into a connection that is there", async () => {
    await succeeds(importing(folder, { ...keywords, SHOP_API_KEY: "the-next-key" }));
    await assertAsksWith("the-next-key");
  });
});

describe("YAML", () => {
  it("is exported, imported twice into a tenant without flows, and exported as it was", async () => {
    await succeeds(importing(await start(), keywords));
    const [first, second] = [newFolder(), newFolder()];
    await succeeds(exporting("yaml", first));
    for (const { id } of (await everything()).flows) await flows.delete(id);

    await succeeds(importing(join(first, "tenant.yaml")));
    const once = await everything();
    await succeeds(importing(join(first, "tenant.yaml")));
    assert.deepEqual(untouched(await everything()), untouched(once));
    await succeeds(exporting("yaml", second));
    for (const file of ["tenant.yaml", ...allFlows.map((name) => `flows/${name}.json`)])
      assert.equal(await readFile(join(second, file), "utf8"), await readFile(join(first, file), "utf8"));
    await assertAsksWith("a-key-of-the-shop");
  });
});

describe("what is not as it should be", () => {
  it("a flow that names a connection nobody knows is saved, with a warning", async () => {
    const folder = await start();
    await edit(folder, "flows/Stock.json", ({ actions }) => (actions[0].params.connection_id = "No such shop"));
    const said = await succeeds(importing(folder, keywords));
    assert.match(said, /not found for flow:Stock, please verify the flow connection name/);
    assert.equal(named((await everything()).flows, "Stock").actions[0].params.connection_id, "No such shop");
  });

  it("an action that the server refuses stops an import, and the reason is shown", async () => {
    const folder = await start();
    await edit(folder, "flows/Stock.json", ({ actions }) => (actions[0].params.method = "SHOUT"));
    const said = await fails(importing(folder, keywords));
    assert.match(said, /Problem creating flows/);
    assert.match(said, /invalid_body/);
    assert.match(said, /method/);
  });

  it("connections that share a name are not exported, since files are called by it", async () => {
    await start();
    for (const app_id of ["HTTP", "SLACK"]) await connections.create({ app_id, name: "Twin" });
    assert.match(await fails(exporting("directory", newFolder())), /Duplicate flow vault connections names found: \[Twin\]/);
  });
});

describe("many", () => {
  it("connections and flows, more than a page of each, are all exported", async () => {
    await start();
    const many = Array.from({ length: 101 }, (_, index) => `number ${index}`);
    for (const name of many) await Promise.all([connections.create({ app_id: "HTTP", name }), flows.create({ name })]);
    const exported = newFolder();
    await succeeds(exporting("directory", exported));
    for (const kind of ["flows", "flow-vault-connections"])
      assert.deepEqual(await readdir(join(exported, kind)), many.map((name) => `${name}.json`).sort());
  });
});

describe("what a folder no longer has", () => {
  let folder;
  before(async () => {
    folder = await start();
    await succeeds(importing(folder, keywords));
    await rm(join(folder, "flows/Order placed.json"));
    await rm(join(folder, "flow-vault-connections/Messages.json"));
  });

  it("stays without permission to delete, with a warning", async () => {
    const said = await succeeds(importing(folder, keywords));
    assert.match(said, /flow vault connection should be deleted[^]*"Messages"/);
    assert.match(said, /flows should be deleted[^]*"Order placed"/);
    const found = await everything();
    assert.deepEqual([names(found.connections), names(found.flows)], [allConnections, allFlows]);
  });

  it("goes with permission to delete, and nothing else goes", async () => {
    await succeeds(importing(folder, { ...keywords, AUTH0_ALLOW_DELETE: "true" }));
    const found = await everything();
    assert.deepEqual(names(found.connections), ["Chat", "Shop", "Signing key", "Warehouse"]);
    assert.deepEqual(names(found.flows), ["Only a name", "Stock"]);
  });

  it("stays even then if all of its kind is missing", async () => {
    await rm(join(folder, "flows"), { recursive: true });
    await succeeds(importing(folder, { ...keywords, AUTH0_ALLOW_DELETE: "true" }));
    assert.deepEqual(names((await everything()).flows), ["Only a name", "Stock"]);
  });
});

describe("a dry run", () => {
  it("stops, since it asks for the applications of a tenant even if none are wanted, and makes nothing", async () => {
    assert.match(await fails(previewing(await start(), keywords)), /Status code: 404/);
    assert.deepEqual(await everything(), { connections: [], flows: [] });
  });
});

describe("missing scopes", () => {
  let folder;
  before(async () => (folder = await start()));

  it("stop an import at the first thing it may not make", async () => {
    const reader = await limitedTo("read:flows", "read:flows_vault_connections");
    const said = await fails(importing(folder, { ...keywords, ...reader }));
    assert.match(said, /Problem creating flowVaultConnections/);
    assert.match(said, /Insufficient scope, expected any of: create:flows_vault_connections/);
    assert.deepEqual(await everything(), { connections: [], flows: [] });
  });

  it("are named by an export, which goes on without what it may not read", async () => {
    await succeeds(importing(folder, keywords));
    const exported = newFolder();
    const said = await succeeds(exporting("directory", exported, await limitedTo("read:flows_vault_connections")));
    assert.match(said, /Cannot retrieve flows due to missing scopes: read:flows\b/);
    assert.deepEqual(await readdir(exported), ["flow-vault-connections"]);
  });

  it("for connections keep flows from being exported too, since they name connections", async () => {
    const exported = newFolder();
    const said = await succeeds(exporting("directory", exported, await limitedTo("read:flows")));
    assert.match(said, /Cannot retrieve flowVaultConnections due to missing scopes: read:flows_vault_connections/);
    assert.match(said, /Cannot retrieve flows due to missing scopes: read:flows_vault_connections/);
    assert.deepEqual(await readdir(exported), []);
  });

  it("stop an import that may not delete", async () => {
    await rm(join(folder, "flows/Order placed.json"));
    const verbs = ["read", "create", "update"];
    const editor = await limitedTo(...verbs.flatMap((verb) => [`${verb}:flows`, `${verb}:flows_vault_connections`]));
    const said = await fails(importing(folder, { ...keywords, ...editor, AUTH0_ALLOW_DELETE: "true" }));
    assert.match(said, /Insufficient scope, expected any of: delete:flows\b/);
    assert.deepEqual(names((await everything()).flows), allFlows);
  });
});

/** An empty tenant, and a copy of the folder that was once exported and since then lives in version control. */
async function start() {
  await emptied();
  const folder = newFolder();
  await cp(join(fixtures, "folder"), folder, { recursive: true });
  return folder;
}

const names = (items) => items.map(({ name }) => name).sort();
const named = (items, name) => items.find((item) => item.name === name);

/** Everything but what says when it was last written. */
function untouched({ connections, flows }) {
  const settled = ({ updated_at, fingerprint, ...rest }) => rest;
  return { connections: connections.map(settled), flows: flows.map(settled) };
}

/** A flow of the folder with its keywords replaced and its connections called as `idOf` says. */
async function expected(name, idOf = (connection) => connection) {
  const text = await readFile(join(fixtures, "folder/flows", `${name}.json`), "utf8");
  const team = '["ada@example.com", "grace@example.com"]';
  const replaced = text.replaceAll("##SHOP_URL##", keywords.SHOP_URL).replaceAll('"@@SUPPORT_TEAM@@"', team);
  return JSON.parse(replaced, (key, value) => (key === "connection_id" ? idOf(value) : value));
}

/** Shows by the shop's side which key the vault holds. */
async function assertAsksWith(key) {
  shop.key = undefined;
  const answer = await answerOf(named((await everything()).flows, "Stock"));
  assert.deepEqual(answer, { stock: 7, admins: ["ada@example.com", "grace@example.com"] });
  assert.equal(shop.key, key);
}

async function readJson(...path) {
  return JSON.parse(await readFile(join(...path), "utf8"));
}

async function edit(folder, file, change) {
  const content = await readJson(folder, file);
  change(content);
  await writeFile(join(folder, file), JSON.stringify(content));
}
