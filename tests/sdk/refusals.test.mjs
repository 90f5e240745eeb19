// Every refusal reaches the official Node client as the error class it has for it, with the words that help.
// Started by tests/black_box/sdk.rs with a server that lets each API client ask 40 times at once, then once a second.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Management, ManagementError } from "auth0";
import { everyItem, fewCredentials, manage, thrownBy } from "./flowvault.mjs";

const { flows } = manage();
const connections = flows.vault.connections;
const nobody = "42HT5oiobDyUs8ASwEEWK0";

describe("a BadRequestError", () => {
  async function refused(promise, errorCode, message) {
    const error = await thrownBy(promise);
    assert.ok(error instanceof Management.BadRequestError, String(error));
    assert.deepEqual([error.statusCode, error.body.error, error.body.errorCode], [400, "Bad Request", errorCode]);
    assert.match(error.body.message, message);
  }

  it("is a body that is not right, and names what is wrong in it", async () => {
    const invalid = (promise, message) => refused(promise, "invalid_body", message);
    await invalid(connections.create({ app_id: "HTTP", name: "x", colour: "red" }), /Additional properties.*colour/);
    await invalid(connections.create({ app_id: "NOBODY", name: "x" }), /app_id/);
    await invalid(connections.create({ app_id: "HTTP" }), /Missing required property: name/);
    await invalid(connections.create({ app_id: "STRIPE", name: "x", setup: { type: "BEARER", token: "t" } }), /setup/);
    await invalid(flows.create({ name: "x".repeat(151) }), /name/);
    const action = { id: "a", type: "HTTP", action: "SEND_REQUEST", params: { url: 7 } };
    await invalid(flows.create({ name: "x", actions: [action] }), /actions\[0\]\.params\.url/);
  });

  it("is a query or an id that is not right", async () => {
    await refused(connections.list({ per_page: 101 }), "invalid_query_string", /per_page/);
    await refused(flows.list({ page: 1001 }), "invalid_query_string", /page/);
    await refused(flows.get("x".repeat(31)), "invalid_uri", /id/);
  });
});

describe("an UnauthorizedError", () => {
  it("is a token nobody here has signed", async () => {
    const stranger = manage({ token: "not.a.token" });
    const calls = [() => stranger.flows.list(), () => stranger.flows.vault.connections.delete(`ac_${nobody}`)];
    for (const call of calls) {
      const error = await thrownBy(call());
      assert.ok(error instanceof Management.UnauthorizedError, String(error));
      assert.deepEqual([error.statusCode, error.body.error], [401, "Unauthorized"]);
    }
  });

  it("is a wrong secret, before any call is made", async () => {
    const error = await thrownBy(manage({ clientSecret: "wrong" }).flows.list());
    assert.equal(error instanceof ManagementError ? error.statusCode : 401, 401);
    assert.match(`${error.message} ${JSON.stringify(error.body)}`, /Unauthorized|access_denied/);
  });
});

describe("a ForbiddenError", () => {
  it("is a missing scope, and names it", async () => {
    const few = manage(fewCredentials);
    await few.flows.list();
    const calls = {
      "create:flows": () => few.flows.create({ name: "x" }),
      "update:flows": () => few.flows.update(`af_${nobody}`, { name: "x" }),
      "delete:flows": () => few.flows.delete(`af_${nobody}`),
      "read:flows_executions": () => few.flows.executions.list(`af_${nobody}`),
      "read:flows_vault_connections": () => few.flows.vault.connections.list(),
      "create:flows_vault_connections": () => few.flows.vault.connections.create({ app_id: "HTTP", name: "x" }),
      "update:flows_vault_connections": () => few.flows.vault.connections.update(`ac_${nobody}`, { name: "x" }),
      "delete:flows_vault_connections": () => few.flows.vault.connections.delete(`ac_${nobody}`),
    };
    for (const [scope, call] of Object.entries(calls)) {
      const error = await thrownBy(call());
      assert.ok(error instanceof Management.ForbiddenError, `${scope}: ${error}`);
      assert.equal(error.body.message, `Insufficient scope, expected any of: ${scope}`);
    }
  });
});

describe("a NotFoundError", () => {
  it("is whatever is not there, in the contract's words", async () => {
    const calls = [
      ["Flow not found", () => flows.get(`af_${nobody}`)],
      ["Flow not found", () => flows.update(`af_${nobody}`, { name: "x" })],
      ["Flow not found", () => flows.delete(`af_${nobody}`)],
      ["Connection not found", () => connections.get(`ac_${nobody}`)],
      ["Connection not found", () => connections.update(`ac_${nobody}`, { name: "x" })],
    ];
    for (const [message, call] of calls) {
      const error = await thrownBy(call());
      assert.ok(error instanceof Management.NotFoundError, String(error));
      assert.deepEqual(error.body, { statusCode: 404, error: "Not Found", message });
    }
  });

  it("is an unknown one for a call whose description has no such answer", async () => {
    const error = await thrownBy(connections.delete(`ac_${nobody}`));
    assert.ok(error instanceof ManagementError);
    assert.deepEqual(error.body, { statusCode: 404, error: "Not Found", message: "Connection not found" });
  });
});

// Last, since it uses up the allowance.
describe("a TooManyRequestsError", () => {
  it("is one request too many, and says when to come back", async () => {
    const errors = await Promise.all(Array.from({ length: 100 }, () => flows.list().catch((error) => error)));
    const error = errors.find((thrown) => thrown instanceof Error);
    assert.ok(error instanceof Management.TooManyRequestsError, String(error));
    assert.equal(error.body.errorCode, "too_many_requests");
    assert.match(error.rawResponse.headers.get("retry-after"), /^\d+$/);
    assert.match(error.rawResponse.headers.get("x-ratelimit-reset"), /^\d{10}$/);
  });

  it("is not seen by a client that may wait", async () => {
    assert.deepEqual(await everyItem(manage({ maxRetries: 5 }).flows.list()), []);
  });
});
