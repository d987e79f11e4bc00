import { mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { change, member } from "../support/administration.ts";
import { type Caller, type Json, send } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { readSlowly } from "../support/slow-reader.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { type Certified, makeAuthority } from "./support/certificates.ts";
import { open } from "./support/forge.ts";
import { proofKey, proofOf } from "./support/proof.ts";

/** A system's token that is bound to its certificate (RFC 8705), at a gateway that encrypts by itself. */
const authority = makeAuthority("Authority of the agencies");
const stranger = makeAuthority("Authority of the agencies");
const own = authority.issue("Court system");
const others = authority.issue("Police system");
const selfMade = stranger.issue("Court system");
const path = "/v1/agencies";
const noConnection = 0;
let rig: Rig;
let tlsUrl: string;
let world: World;
let adm: Caller;
let client: Json;
let token: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "tracker-tls-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const server = authority.issue("Gateway");
  const port = await freePort();
  tlsUrl = `https://127.0.0.1:${port}`;
  rig = await startRig({
    folder: join(folder, "rig"),
    env: {
      TRACKER_TLS_PORT: String(port),
      TRACKER_TLS_CERT: file("gateway.pem", server.certificate),
      TRACKER_TLS_KEY: file("gateway.key", server.key),
      TRACKER_TLS_CLIENT_CA: file("agencies.pem", authority.certificate),
    },
  });
  world = await makeWorld(rig.facts, ["lister", "police"]);
  adm = (await member(rig.facts, world.administrator, world.courtId, "ADM")).caller;
  client = await register({ certificateThumbprint: own.thumbprint });
  token = (await signIn(client)).accessToken;
}, 120_000);
afterAll(() => rig?.stop());

const register = (bound: object) =>
  adm.create(`/v1/agencies/${world.courtId}/clients`, { name: "Court system", roles: ["LST"], ...bound });
const signIn = async ({ id, clientSecret }: Json) =>
  (await send(rig.facts.url, "POST", "/v1/sign-in/client", { body: { clientId: id, clientSecret }, key: null })).body;

/** One request on an encrypted connection of its own, made with this certificate or with none. */
function ask(given: string, certified?: Certified, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      ca: authority.certificate,
      agent: false,
      headers: { authorization: `Bearer ${given}`, ...headers },
      ...(certified && { cert: certified.certificate, key: certified.key }),
    };
    const asked = request(`${tlsUrl}${path}`, options, answer => {
      answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
    });
    // Refused before anything was answered.
    asked.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" ? resolve(noConnection) : reject(error),
    );
    asked.end();
  });
}

test("the token says which certificate, and on a connection made with it it is good", async () => {
  expect(open(token).claims.cnf).toEqual({ "x5t#S256": own.thumbprint });
  expect(await ask(token, own)).toBe(200);
  expect(await ask(token, own)).toBe(200);
  expect(await adm.get(`/v1/clients/${client.id}`)).toMatchObject({
    certificateThumbprint: own.thumbprint,
    keyThumbprint: null,
  });
});

test.each<[string, Certified | undefined, number]>([
  ["no certificate", undefined, 401],
  ["another system's certificate", others, 401],
  ["a certificate of the same name that somebody else issued", selfMade, noConnection],
])("A12: a copied token is refused with %s", async (_what, certified, expected) => {
  expect(await ask(token, certified)).toBe(expected);
});

test("a certificate from another authority is refused even where its very thumbprint is registered", async () => {
  const registered = await register({ certificateThumbprint: selfMade.thumbprint });
  const { accessToken } = await signIn(registered);
  expect(open(accessToken).claims.cnf).toEqual({ "x5t#S256": selfMade.thumbprint });
  expect(await ask(accessToken, selfMade)).toBe(noConnection);
});

test("a copied token is refused on the plain way in, whatever headers say of a certificate", async () => {
  const headers = { "x-ssl-client-cert": own.certificate.replace(/\n/g, " "), "x-forwarded-proto": "https" };
  expect((await send(rig.facts.url, "GET", path, { token })).status).toBe(401);
  expect((await send(rig.facts.url, "GET", path, { token, headers })).status).toBe(401);
});

test("another system's own token is not good with this one's certificate", async () => {
  const { accessToken } = await signIn(await register({ certificateThumbprint: others.thumbprint }));
  expect(await ask(accessToken, own)).toBe(401);
  expect(await ask(accessToken, others)).toBe(200);
});

test("a token that is bound to nothing is good with any certificate of ours and with none", async () => {
  const { accessToken } = await signIn(await register({}));
  for (const certified of [undefined, own, others]) expect(await ask(accessToken, certified)).toBe(200);
  expect(await ask(accessToken, selfMade)).toBe(noConnection);
  for (const certified of [undefined, own]) expect(await ask(world.lister.token, certified)).toBe(200);
});

test("bound to a key and a certificate, it needs both", async () => {
  const key = proofKey();
  const { accessToken, tokenType } = await signIn(
    await register({ publicKey: key.jwk, certificateThumbprint: own.thumbprint }),
  );
  expect(tokenType).toBe("DPoP");
  const headers = () => ({
    authorization: `DPoP ${accessToken}`,
    dpop: proofOf(key, { method: "GET", url: `${tlsUrl}${path}`, token: accessToken }),
  });
  expect(await ask(accessToken, own, headers())).toBe(200);
  expect(await ask(accessToken, others, headers())).toBe(401);
  expect(await ask(accessToken, undefined, headers())).toBe(401);
  expect(await ask(accessToken, own)).toBe(401);
  expect(await ask(accessToken, own, { authorization: `DPoP ${accessToken}` })).toBe(401);
});

test("another certificate ends the tokens of the one before", async () => {
  const renewed = await register({ certificateThumbprint: own.thumbprint });
  const before = (await signIn(renewed)).accessToken;
  expect(await ask(before, own)).toBe(200);
  await change(adm, `/v1/clients/${renewed.id}`, "key", {
    publicKey: null,
    certificateThumbprint: others.thumbprint,
  });
  const after = (await signIn(renewed)).accessToken;
  expect(await ask(after, others)).toBe(200);
  expect(await ask(after, own)).toBe(401);
  while ((await ask(before, own)) !== 401);
});

test.each([["too short"], ["x".repeat(44)], ["not base64url!".padEnd(43, "!")]])(
  "a thumbprint that is none is not registered: %s",
  async certificateThumbprint => {
    const body = { name: "None", roles: ["LST"], certificateThumbprint };
    expect((await adm.send("POST", `/v1/agencies/${world.courtId}/clients`, { body })).status).toBe(400);
  },
);

describe("a long answer on an encrypted connection", () => {
  const cutOffMs = 5_000;
  const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(4 * 1024 * 1024 - 9, 0xe9)]);
  let document: string;
  beforeAll(async () => {
    const { defendant, case: sent } = await chargedDefendant(world);
    const { id } = await world.police.create("/v1/documents", {
      ...{ defendantId: defendant.id, caseId: sent.id, class: "agency-notes", title: "Scan", type: "application/pdf" },
      contentBase64: content.toString("base64"),
    });
    document = `/v1/documents/${id}/content`;
  });

  async function readDuring(meanwhile: (memberPath: string) => Promise<unknown>) {
    const { caller, path: memberPath } = await member(rig.facts, world.administrator, world.agencies.police, "POL");
    const reading = await readSlowly(tlsUrl, document, caller.token, authority.certificate);
    await meanwhile(memberPath);
    await pass(cutOffMs); // The time that is promised, and all of it.
    const { bytes, isWhole } = await reading.rest();
    return { isWhole, isAll: bytes.equals(content) };
  }

  test("comes whole to a slow reader whose right goes on", async () => {
    expect(await readDuring(async () => {})).toEqual({ isWhole: true, isAll: true });
  }, 30_000);

  test("ends when the reader is disabled", async () => {
    const disable = (memberPath: string) => change(world.administrator, memberPath, "disable");
    expect(await readDuring(disable)).toEqual({ isWhole: false, isAll: false });
  }, 30_000);
});

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
