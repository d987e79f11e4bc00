import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProofKey, proofKey, proofOf } from "../attack/support/proof.ts";
import { type Caller, eventually, type Json, send, signIn } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";

const minute = 60_000;
const publicUrl = "https://tracker.example";
const path = "/v1/agencies";
let rig: Rig;
let administrator: Caller;
let agencyId: string;

/** An installation that takes keys only, behind something that has another address. */
beforeAll(async () => {
  const env = { TRACKER_CLIENT_KEYS_REQUIRED: "1", TRACKER_PUBLIC_URL: `${publicUrl}/` };
  rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-faults-")), env });
  const { url, administrator: first } = rig.facts;
  administrator = await eventually(
    "the administrator to sign in",
    () => signIn(url, first.username, first.password).catch(() => undefined),
    minute,
  );
  agencyId = (await administrator.create(path, { type: "police", name: "Police" })).id;
}, 2 * minute);
afterAll(async () => {
  await rig?.stop();
}, minute);

async function system(key?: ProofKey): Promise<Json> {
  const body = { name: "System", roles: ["POL"], ...(key && { publicKey: key.jwk }) };
  const { id, clientSecret } = await administrator.create(`${path}/${agencyId}/clients`, body);
  return send(rig.facts.url, "POST", "/v1/sign-in/client", { body: { clientId: id, clientSecret }, key: null });
}

test("where keys are required, a system without one gets no token, as if its secret were wrong", async () => {
  const { status, body } = await system();
  expect([status, body.type]).toEqual([401, "urn:tracker:error:SIGN_IN_REFUSED"]);
});

test("a proof names the address that callers see, and no other", async () => {
  const key = proofKey();
  const token = (await system(key)).body.accessToken;
  const ask = async (url: string) => {
    const dpop = proofOf(key, { method: "GET", url, token });
    return (await send(rig.facts.url, "GET", path, { headers: { authorization: `DPoP ${token}`, dpop } })).status;
  };
  expect(await ask(`${publicUrl}${path}`)).toBe(200);
  for (const origin of [rig.facts.url, "http://tracker.example", "https://tracker.example:8443"])
    expect(await ask(`${origin}${path}`)).toBe(401);
});
