// The official Node client's pagers walk through more than fits on a page, to the end and no item twice.
// Started by tests/black_box/sdk.rs.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { everyItem, manage, recorder, run } from "./flowvault.mjs";

const ids = (items) => items.map(({ id }) => id);
const answer = { id: "answer", type: "FLOW", action: "RETURN_JSON", params: { payload: {} } };

describe("250 connections", () => {
  const newestFirst = [];
  before(async () => {
    const { connections } = manage().flows.vault;
    for (let number = 0; number < 250; number += 1) {
      newestFirst.unshift((await connections.create({ app_id: "HTTP", name: `number ${number}` })).id);
    }
  });

  it("are all found by walking, fifty at a time", async () => {
    const { heard, fetch } = recorder();
    const { connections } = manage({ fetch }).flows.vault;
    assert.deepEqual(ids(await everyItem(connections.list())), newestFirst);
    const asked = heard.filter(({ line }) => line.includes("/connections?")).map(({ line }) => line);
    const path = "GET /api/v2/flows/vault/connections";
    const pages = [0, 1, 2, 3, 4].map((page) => `${path}?page=${page}&per_page=50&include_totals=true`);
    assert.deepEqual(asked.slice(0, 5), pages);
  });

  it("come in pages of the size one asks for, the last one shorter", async () => {
    const sizes = [];
    let page = await manage().flows.vault.connections.list({ per_page: 80 });
    assert.deepEqual([page.response.limit, page.response.start, page.response.total], [80, 0, 250]);
    for (;;) {
      sizes.push(page.data.length);
      if (!page.hasNextPage()) break;
      page = await page.getNextPage();
    }
    assert.deepEqual(sizes, [80, 80, 80, 10]);
    assert.deepEqual([page.response.start, page.response.total], [240, 250]);
  });

  it("begin where one asks, and end after the last", async () => {
    const { connections } = manage().flows.vault;
    assert.deepEqual(ids(await everyItem(connections.list({ page: 3, per_page: 60 }))), newestFirst.slice(180));
    assert.deepEqual(await everyItem(connections.list({ page: 1000, per_page: 100 })), []);
  });
});

describe("flows", () => {
  it("are all found by walking", async () => {
    const { flows } = manage();
    const newestFirst = [];
    for (let number = 0; number < 55; number += 1) newestFirst.unshift((await flows.create({ name: `${number}` })).id);
    assert.deepEqual(ids(await everyItem(flows.list())), newestFirst);
    assert.deepEqual(ids(await everyItem(flows.list({ per_page: 7, synchronous: true }))), newestFirst);
    const counted = await everyItem(flows.list({ per_page: 100, hydrate: ["form_count"] }));
    assert.deepEqual(counted.map((flow) => flow.form_count), newestFirst.map(() => 0));
    for (const id of newestFirst) await flows.delete(id);
  });
});

describe("executions", () => {
  it("are walked from checkpoint to checkpoint, and new ones do not disturb", async () => {
    const { heard, fetch } = recorder();
    const { flows } = manage({ fetch });
    const flow = await flows.create({ name: "busy", actions: [answer] });
    const newestFirst = [];
    for (let number = 0; number < 120; number += 1) newestFirst.unshift((await run(flow.id, {})).id);

    assert.deepEqual(ids(await everyItem(flows.executions.list(flow.id))), newestFirst);
    const lines = heard.map(({ line }) => line).filter((line) => line.includes("/executions?"));
    const asked = lines.map((line) => new URLSearchParams(line.split("?")[1]));
    assert.deepEqual(asked.map((query) => [query.get("take"), query.has("from")]), [
      ["50", false],
      ["50", true],
      ["50", true],
    ]);

    const page = await flows.executions.list(flow.id, { take: 100 });
    assert.deepEqual(ids(page.data), newestFirst.slice(0, 100));
    await run(flow.id, {});
    assert.deepEqual(ids((await page.getNextPage()).data), newestFirst.slice(100));
    assert.equal(page.hasNextPage(), false);
  });
});
