// The official Node client does everything it knows about flows and their vault, over TLS, against a real server.
// Started by tests/black_box/sdk.rs, which says in FLOWVAULT_… where the server is and who may do what.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Management } from "auth0";
import { everyItem, manage, run, thrownBy } from "./flowvault.mjs";

const client = manage();
const connections = client.flows.vault.connections;

describe("vault connections", () => {
  it("are created ready, read, renamed, reconnected and deleted", async () => {
    const setup = { type: "BEARER", token: "my-token" };
    const made = await connections.create({ app_id: "HTTP", name: "test-vault-connection", setup });
    assert.match(made.id, /^ac_[1-9A-HJ-NP-Za-km-z]{22}$/);
    assert.deepEqual([made.app_id, made.ready, made.account_name], ["HTTP", true, "Bearer my-***ken"]);
    assert.equal(made.created_at, made.updated_at);
    assert.equal("setup" in made, false);

    const renamed = await connections.update(made.id, { name: "renamed" });
    assert.equal(renamed.name, "renamed");
    assert.notEqual(renamed.fingerprint, made.fingerprint);

    const reconnected = await connections.update(made.id, {
      setup: { type: "API_KEY", name: "Custom-API-Key", value: "Api-key-secret", in: "HEADER" },
    });
    assert.equal(reconnected.account_name, "Header Custom-API-Key Api***ret");
    assert.equal(reconnected.name, "renamed");
    assert.deepEqual(await connections.get(made.id), reconnected);

    await connections.delete(made.id);
    assert.ok((await thrownBy(connections.get(made.id))) instanceof Management.NotFoundError);
  });

  it("are created empty and filled later", async () => {
    const made = await connections.create({ app_id: "TWILIO", name: "empty" });
    assert.deepEqual([made.ready, made.refreshed_at, made.account_name], [false, null, undefined]);
    assert.equal("refreshed_at" in (await connections.get(made.id)), false);

    const setup = { type: "API_KEY", account_id: "AC0123456789abcdef0123456789abcdef", api_key: "a-secret-key" };
    assert.equal((await connections.update(made.id, { setup })).ready, true);
    await connections.delete(made.id);
  });

  it("are listed page by page", async () => {
    const made = [];
    for (const name of ["a", "b", "c", "d", "e"]) made.push(await connections.create({ app_id: "HTTP", name }));
    const newestFirst = made.map((connection) => connection.id).reverse();

    const page = await connections.list({ per_page: 2 });
    assert.deepEqual([page.response.limit, page.response.start, page.response.total], [2, 0, 5]);
    assert.deepEqual((await everyItem(page)).map((connection) => connection.id), newestFirst);
    assert.equal((await everyItem(await connections.list())).length, 5);
    for (const { id } of made) await connections.delete(id);
  });
});

describe("flows", () => {
  const actions = [
    { id: "hello_1", type: "FLOW", action: "RETURN_JSON", params: { payload: { hello: "{{fields.name}}" } } },
  ];

  it("are created, read, changed and deleted", async () => {
    const made = await client.flows.create({ name: "greeting", actions });
    assert.match(made.id, /^af_[1-9A-HJ-NP-Za-km-z]{22}$/);
    assert.deepEqual(made.actions, actions);
    assert.deepEqual(await client.flows.get(made.id), made);

    const renamed = await client.flows.update(made.id, { name: "renamed" });
    assert.deepEqual([renamed.name, renamed.actions], ["renamed", actions]);
    assert.equal("actions" in (await client.flows.update(made.id, { actions: null })), false);
    assert.deepEqual((await everyItem(await client.flows.list())).map((flow) => flow.name), ["renamed"]);

    await client.flows.delete(made.id);
    assert.ok((await thrownBy(client.flows.get(made.id))) instanceof Management.NotFoundError);
  });

  it("leave executions that are listed, read and deleted", async () => {
    const flow = await client.flows.create({ name: "greeting", actions });
    const runs = [];
    for (const name of ["Ada", "Grace", "Edith"]) runs.push(await run(flow.id, { fields: { name } }));
    assert.deepEqual(runs.map((done) => done.output.hello), ["Ada", "Grace", "Edith"]);
    const newestFirst = runs.map((done) => done.id).reverse();

    const pages = await client.flows.executions.list(flow.id, { take: 2 });
    assert.deepEqual((await everyItem(pages)).map((execution) => execution.id), newestFirst);
    const plain = await client.flows.executions.get(flow.id, runs[0].id);
    assert.deepEqual([plain.status, plain.debug], ["COMPLETED", undefined]);
    const hydrated = await client.flows.executions.get(flow.id, runs[0].id, { hydrate: ["debug"] });
    assert.deepEqual(hydrated.debug.output, { hello: "Ada" });

    await client.flows.executions.delete(flow.id, runs[0].id);
    assert.equal((await everyItem(await client.flows.executions.list(flow.id))).length, 2);
    await client.flows.delete(flow.id);
  });
});
