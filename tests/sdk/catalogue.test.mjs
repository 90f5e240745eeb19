// The official Node client makes a connection to every app and saves a flow with every action there is.
// Started by tests/black_box/sdk.rs, which plays the tenant at https://people.example.com; at https://away.example.com
// nobody listens.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { Management } from "auth0";
import { everyItem, manage, recorder, thrownBy } from "./flowvault.mjs";

const { heard, fetch } = recorder();
const { flows } = manage({ fetch });
const { connections } = flows.vault;

const encodings = {
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
};
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048, ...encodings });
const curves = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };
const keys = Object.entries(curves).map(([algorithm, namedCurve]) => [
  algorithm,
  generateKeyPairSync("ec", { namedCurve, ...encodings }),
]);
for (const algorithm of ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]) keys.push([algorithm, rsa]);

const tenant = {
  type: "OAUTH_APP",
  client_id: "the-app",
  client_secret: "right-canary-1",
  domain: "people.example.com",
};
const tenantAway = { ...tenant, domain: "away.example.com", audience: "https://away.example.com/api/v2/" };
const robot = "robot@p.iam.example";
const tokens = {
  type: "OAUTH_CLIENT_CREDENTIALS",
  client_id: "Fuiabcdep2g",
  client_secret: "canary-http-client",
  token_endpoint: "https://auth.example.com/token",
  audience: "https://api.example.com/",
  resource: "urn:thing",
  scope: "read write",
};

/** Every setup that is not an authorization code: the app, how the account is called, the setup. */
const setups = [
  ["ACTIVECAMPAIGN", "can***ign", { type: "API_KEY", api_key: "canary-campaign", base_url: "https://a.api-us1.com" }],
  ["AIRTABLE", "can***ble", { type: "API_KEY", api_key: "canary-airtable" }],
  ["AUTH0", "people.example.com", tenant],
  ["AUTH0", "away.example.com", tenantAway],
  ["BIGQUERY", robot, { type: "OAUTH_JWT", project_id: "p", private_key: rsa.privateKey, client_email: robot }],
  ["CLEARBIT", "can***bit", { type: "API_KEY", secret_key: "canary-clearbit" }],
  ["HTTP", "Bearer can***rer", { type: "BEARER", token: "canary-bearer" }],
  ["HTTP", "Basic Bas***ame", { type: "BASIC_AUTH", username: "BasicUsername", password: "canary-password" }],
  ["HTTP", "Basic Bas***ame", { type: "BASIC_AUTH", username: "BasicUsername" }],
  ["HTTP", "Header X-Key can***der", { type: "API_KEY", name: "X-Key", value: "canary-header", in: "HEADER" }],
  ["HTTP", "Query api_key can***ery", { type: "API_KEY", name: "api_key", value: "canary-query", in: "QUERY" }],
  ["HTTP", "Client Credentials Fui***p2g", tokens],
  ["HUBSPOT", "can***pot", { type: "API_KEY", api_key: "canary-hubspot" }],
  ...["HS256", "HS384", "HS512"].map((algorithm) => [
    "JWT", algorithm, { type: "JWT", algorithm, secret: "canary-jwt".repeat(9) },
  ]),
  ...keys.map(([algorithm, { privateKey, publicKey }]) => [
    "JWT", algorithm, { type: "JWT", algorithm, private_key: privateKey, public_key: publicKey },
  ]),
  ["MAILCHIMP", "can***us1", { type: "API_KEY", secret_key: "canarychimp-us1" }],
  ["MAILJET", "jet***key", { type: "API_KEY", api_key: "jet-public-key", secret_key: "canary-mailjet" }],
  ["PIPEDRIVE", "can***ive", { type: "TOKEN", token: "canary-pipedrive" }],
  ["SENDGRID", "can***rid", { type: "API_KEY", api_key: "canary-sendgrid" }],
  ["SLACK", "can***ack", { type: "WEBHOOK", url: "https://hooks.slack.com/services/T0/B0/canary-slack" }],
  ["STRIPE", "can***ipe", { type: "KEY_PAIR", private_key: "canary-stripe", public_key: "pk_test_open" }],
  ["TELEGRAM", "can***ram", { type: "TOKEN", token: "canary-telegram" }],
  ["TWILIO", "AC0***def", { type: "API_KEY", account_id: "AC0123456789abcdef", api_key: "canary-twilio" }],
  ["WHATSAPP", "can***app", { type: "TOKEN", token: "canary-whatsapp" }],
  ["ZAPIER", "htt***ier", { type: "WEBHOOK", url: "https://hooks.zapier.com/hooks/catch/1/canary-zapier" }],
];
const withoutSetup = ["DOCUSIGN", "GOOGLE_SHEETS", "SALESFORCE"]; // only by an authorization code
const apps = [...new Set(setups.map(([app]) => app)), ...withoutSetup].sort();

/** The members of a connection, in the order they are written. */
const members = (...optional) =>
  ["id", "app_id", "name", "account_name", "ready", "created_at", "updated_at", "refreshed_at", "fingerprint"].filter(
    (member) => !["account_name", "refreshed_at"].includes(member) || optional.includes(member),
  );

describe("a connection to each of the 21 apps", () => {
  it("may be empty", async () => {
    assert.equal(apps.length, 21);
    for (const app_id of apps) {
      const made = await connections.create({ app_id, name: `empty ${app_id}` });
      assert.deepEqual(Object.keys(made), members("refreshed_at"));
      assert.deepEqual([made.app_id, made.name], [app_id, `empty ${app_id}`]);
      assert.deepEqual([made.ready, made.refreshed_at], [false, null]);
      const { refreshed_at, ...read } = made;
      assert.deepEqual(await connections.get(made.id), read);
    }
  });

  it("is ready with each of its setups, and says whose account it is", async () => {
    assert.equal(new Set(setups.map(([app, , { type }]) => `${app} ${type}`)).size, 21);
    for (const [app_id, account_name, setup] of setups) {
      const about = `${app_id} ${setup.type} ${account_name}`;
      const made = await connections.create({ app_id, name: about, setup });
      assert.deepEqual(Object.keys(made), members("account_name"), about);
      assert.deepEqual([made.app_id, made.account_name, made.ready], [app_id, account_name, true], about);
      assert.deepEqual(await connections.get(made.id), made);
    }
  });

  it("is filled when it was empty", async () => {
    const empty = (await everyItem(connections.list())).filter(({ ready }) => !ready);
    const filled = empty.filter(({ app_id }) => !withoutSetup.includes(app_id));
    for (const { id, app_id } of filled) {
      const [, account_name, setup] = setups.find(([app]) => app === app_id);
      const updated = await connections.update(id, { setup });
      assert.deepEqual([updated.ready, updated.account_name], [true, account_name], app_id);
      assert.deepEqual(await connections.get(id), updated);
    }
    const names = (await everyItem(connections.list())).filter(({ ready }) => !ready).map(({ app_id }) => app_id);
    assert.deepEqual(names.sort(), withoutSetup);
  });

  it("takes no setup of another app", async () => {
    for (const app_id of apps.filter((app) => app !== "HTTP")) {
      const wrong = { app_id, name: "wrong", setup: { type: "BEARER", token: "canary-wrong-setup" } };
      assert.ok((await thrownBy(connections.create(wrong))) instanceof Management.BadRequestError, app_id);
    }
  });
});

describe("an AUTH0 connection", () => {
  it("that its tenant refuses is not made", async () => {
    const count = (await connections.list()).response.total;
    const setup = { ...tenant, client_secret: "wrong-canary-2" };
    const error = await thrownBy(connections.create({ app_id: "AUTH0", name: "refused", setup }));
    assert.ok(error instanceof Management.BadRequestError, String(error));
    assert.equal((await connections.list()).response.total, count);
  });

  it("keeps what it had when the tenant refuses something new", async () => {
    const made = await connections.create({ app_id: "AUTH0", name: "kept", setup: tenant });
    const setup = { ...tenant, client_secret: "wrong-canary-2" };
    assert.ok((await thrownBy(connections.update(made.id, { setup }))) instanceof Management.BadRequestError);
    assert.deepEqual(await connections.get(made.id), made);
  });
});

describe("a nested flow with each of the 61 actions", () => {
  const ids = {};
  let actions;
  before(async () => {
    for (const app_id of apps) ids[app_id] = (await connections.create({ app_id, name: `for ${app_id}` })).id;
    const written = await readFile(new URL("all-actions.json", import.meta.url), "utf8");
    // In the file a connection is known by its app.
    actions = JSON.parse(written, (name, value) => (name === "connection_id" ? ids[value] : value));
  });

  it("is what was sent when it is made, read and changed", async () => {
    assert.equal(new Set([...every(actions)].map(({ type, action }) => `${type}.${action}`)).size, 61);
    const made = await flows.create({ name: "everything", actions });
    assert.deepEqual(made.actions, actions);
    assert.deepEqual(await flows.get(made.id), made);

    const changed = upsideDown(actions);
    const updated = await flows.update(made.id, { actions: changed });
    assert.deepEqual(updated.actions, changed);
    assert.deepEqual(await flows.get(made.id), updated);
    assert.deepEqual((await flows.update(made.id, { name: "renamed" })).actions, changed);
  });

  it("keeps the order in which members were written", async () => {
    const made = await flows.create({ name: "order", actions });
    assert.equal(JSON.stringify((await flows.get(made.id)).actions), JSON.stringify(actions));
  });

  /** The actions of a list and of all conditions in it. */
  function* every(list) {
    for (const action of list) {
      yield action;
      yield* every(action.params?.then ?? []);
      yield* every(action.params?.else ?? []);
    }
  }

  /** The same with every list reversed, every alias new, and each condition's ways exchanged. */
  function upsideDown(list) {
    return list.toReversed().map((action) => {
      const turned = { ...action, alias: `turned ${action.id}` };
      if (action.action !== "BOOLEAN_CONDITION") return turned;
      const { then, else: otherwise = [], ...condition } = action.params;
      return { ...turned, params: { ...condition, then: upsideDown(otherwise), else: upsideDown(then) } };
    });
  }
});

// Last, when everything has been said.
describe("no answer", () => {
  it("holds a secret of any setup, also of those that were refused", () => {
    assert.ok(heard.length > 200 && heard.some(({ body }) => body.includes("can***rer")), "the answers were recorded");
    const sent = setups.flatMap(([, , setup]) => Object.values(setup)).filter((value) => value.includes("canary"));
    const lines = keys.flatMap(([, { privateKey }]) => privateKey.split("\n")).filter((line) => line.length === 64);
    const secrets = [...sent, ...lines, "canary-wrong-setup", "wrong-canary-2"];
    for (const { line, headers, body } of heard) {
      const answer = JSON.stringify(headers) + body;
      for (const secret of secrets) assert.ok(!answer.includes(secret), `${line} answers ${secret}`);
    }
  });
});
