import { createHmac, createPrivateKey, createPublicKey, randomUUID } from "node:crypto";
import { thumbprintOf } from "../../libs/identity/thumbprint.ts";
import { change, type Member, member, tryChange } from "../support/administration.ts";
import { type Answer, type Caller, type Json, send, sharedRig } from "../support/client.ts";
import { makeWorld, type World } from "../support/world.ts";
import { nowSeconds, open } from "./support/forge.ts";
import { expectProblem } from "./support/problem.ts";
import { type ProofKey, proofKey, proofOf, sha256, signedOtherwise } from "./support/proof.ts";

/** A system's token in the hands of somebody who has not its key. */
const rig = sharedRig();
const path = "/v1/agencies";
const url = `${rig.url}${path}`;
let world: World;
let adm: Caller;
let own: ProofKey;
let client: Json;
let token: string;

const signIn = (more: object = {}, which = client) =>
  send(rig.url, "POST", "/v1/sign-in/client", {
    body: { clientId: which.id, clientSecret: which.clientSecret, ...more },
    key: null,
  });
const bound = (key: ProofKey) =>
  adm.create(`/v1/agencies/${world.courtId}/clients`, {
    name: "Bound",
    roles: ["LST"],
    publicKey: key.jwk,
  });

beforeAll(async () => {
  world = await makeWorld(rig, ["lister", "police"]);
  adm = (await member(rig, world.administrator, world.courtId, "ADM")).caller;
  own = proofKey();
  client = await bound(own);
  const { body } = await signIn();
  expect(body).toMatchObject({ tokenType: "DPoP", refreshToken: null });
  token = body.accessToken;
});

const ask = (headers: Record<string, string>, method = "GET", to = path): Promise<Answer> =>
  send(rig.url, method, to, { headers });
const withProof = (proof: string, scheme = "DPoP") => ask({ authorization: `${scheme} ${token}`, dpop: proof });
const good = () => proofOf(own, { method: "GET", url, token });
const refused = (answer: Answer) => expectProblem(answer, 401, "UNAUTHENTICATED");

test("the thumbprint is that of RFC 7638, and the example of RFC 9449 has its own", () => {
  // RFC 9449, section 6.1: the key of figure 2 and the confirmation of figure 9.
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
    y: "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
  };
  expect(thumbprintOf(jwk)).toBe("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
});

test("the token is bound to the registered key, and with its proof it is accepted", async () => {
  expect(open(token).claims.cnf).toEqual({ jkt: thumbprintOf(own.jwk) });
  expect((await withProof(good())).status).toBe(200);
  const listed = await adm.get(`/v1/clients/${client.id}`);
  expect(listed.keyThumbprint).toBe(thumbprintOf(own.jwk));
});

test("the address is compared without its query", async () => {
  const proof = proofOf(own, { method: "GET", url, token });
  expect((await ask({ authorization: `DPoP ${token}`, dpop: proof }, "GET", `${path}?type=court`)).status).toBe(200);
});

describe("without a proof", () => {
  test("a copied token is refused, under either name", async () => {
    refused(await ask({ authorization: `Bearer ${token}` }));
    refused(await ask({ authorization: `DPoP ${token}` }));
    refused(await ask({ authorization: `DPoP ${token}`, dpop: "" }));
  });

  test("as a bearer it is refused with a good proof too", async () => {
    refused(await withProof(good(), "Bearer"));
  });

  test("two proofs are none", async () => {
    refused(await ask({ authorization: `DPoP ${token}`, dpop: `${good()}, ${good()}` }));
  });
});

test("a proof is good once", async () => {
  const proof = good();
  expect((await withProof(proof)).status).toBe(200);
  refused(await withProof(proof));
  refused(await withProof(proof));
});

test("a proof sent ten times at once is good once", async () => {
  const proof = good();
  const answers = await Promise.all(Array.from({ length: 10 }, () => withProof(proof)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("a proof that was refused for something else takes no place: the honest one after it is good", async () => {
  const claims = { jti: randomUUID() };
  refused(await withProof(proofOf(proofKey(), { method: "GET", url, token }, { claims })));
  expect((await withProof(proofOf(own, { method: "GET", url, token }, { claims }))).status).toBe(200);
});

type Make = () => string;
const request = () => ({ method: "GET", url, token });
const claimed = (claims: object) => proofOf(own, request(), { claims });
const headed = (header: object) => proofOf(own, request(), { header });
const header = () => ({ typ: "dpop+jwt", alg: "ES256", jwk: own.jwk });
const claims = () => ({ jti: randomUUID(), htm: "GET", htu: url, iat: nowSeconds(), ath: sha256(token) });

const bad: readonly (readonly [string, Make])[] = [
  ["of another key", () => proofOf(proofKey(), request())],
  ["of another key that shows the registered one", () => proofOf({ ...proofKey(), jwk: own.jwk }, request())],
  ["of the registered key that shows another", () => headed({ jwk: proofKey().jwk })],
  ["for another method", () => claimed({ htm: "POST" })],
  ["for a method in small letters", () => claimed({ htm: "get" })],
  ["for another path", () => claimed({ htu: `${rig.url}/v1/me` })],
  ["for a path that begins alike", () => claimed({ htu: `${url}/` })],
  ["for another host", () => claimed({ htu: `http://tracker.example${path}` })],
  ["for another port", () => claimed({ htu: `http://127.0.0.1:1${path}` })],
  ["for https", () => claimed({ htu: url.replace("http:", "https:") })],
  ["for a path alone", () => claimed({ htu: path })],
  ["for no address", () => claimed({ htu: undefined })],
  ["of half a minute and more ago", () => claimed({ iat: nowSeconds() - 32 })],
  ["of half a minute ahead", () => claimed({ iat: nowSeconds() + 32 })],
  ["of no time", () => claimed({ iat: undefined })],
  ["of a time in words", () => claimed({ iat: String(nowSeconds()) })],
  ["that has ended", () => claimed({ exp: nowSeconds() - 10 })],
  ["for another token", () => claimed({ ath: sha256("another") })],
  ["for no token", () => claimed({ ath: undefined })],
  ["without a jti", () => claimed({ jti: undefined })],
  ["with an empty jti", () => claimed({ jti: "" })],
  ["with a jti of 4 kB", () => claimed({ jti: "x".repeat(4_000) })],
  ["with a jti that is an object", () => claimed({ jti: { $ne: null } })],
  ["typ JWT", () => headed({ typ: "JWT" })],
  ["no typ", () => headed({ typ: undefined })],
  ["alg none", () => signedOtherwise({ ...header(), alg: "none" }, claims(), () => "")],
  ["alg ES384", () => headed({ alg: "ES384" })],
  [
    "HS256 with the public key as the secret",
    () => {
      const pem = createPublicKey(own.key).export({ type: "spki", format: "pem" }).toString();
      return signedOtherwise({ ...header(), alg: "HS256" }, claims(), text =>
        createHmac("sha256", pem).update(text).digest("base64url"),
      );
    },
  ],
  ["with a private key in it", () => headed({ jwk: own.key.export({ format: "jwk" }) })],
  ["with no key", () => headed({ jwk: undefined })],
  ["with a symmetric key", () => headed({ jwk: { kty: "oct", k: "AAAA" } })],
  ["with a kid beside the key", () => headed({ kid: "1" })],
  ["with a key that lies elsewhere", () => headed({ jku: "http://127.0.0.1:1/keys.json" })],
  ["with crit", () => headed({ crit: ["exp"] })],
  ["the access token itself", () => token],
  ["without a signature", () => good().replace(/\.[^.]+$/, ".")],
  ["no token at all", () => "proof"],
];

test.each(bad)("a proof is refused: %s", async (_what, make) => {
  refused(await withProof(make()));
});

test("a proof for a GET does not carry a POST, which then does nothing", async () => {
  const body = { name: "Not made", type: "court" };
  const answer = await send(rig.url, "POST", path, {
    body,
    headers: { authorization: `DPoP ${token}`, dpop: good() },
  });
  refused(answer);
});

test("a person's token is not used as a bound one, and another system's proof is not this one's", async () => {
  const { token: persons } = world.lister;
  const proof = proofOf(own, { method: "GET", url, token: persons });
  refused(await ask({ authorization: `DPoP ${persons}`, dpop: proof }));
  const other = proofKey();
  const { body } = await signIn({}, await bound(other));
  refused(await ask({ authorization: `DPoP ${body.accessToken}`, dpop: good() }));
});

describe("a system without a key", () => {
  let plain: Json;
  beforeEach(async () => {
    plain = await adm.create(`/v1/agencies/${world.courtId}/clients`, { name: "Plain", roles: ["LST"] });
  });

  test("goes on with its secret alone", async () => {
    const { body } = await signIn({}, plain);
    expect(body.tokenType).toBe("Bearer");
    expect((await send(rig.url, "GET", path, { token: body.accessToken })).status).toBe(200);
  });

  test("is given one: its tokens until then end", async () => {
    const before = (await signIn({}, plain)).body;
    const key = proofKey();
    await change(adm, `/v1/clients/${plain.id}`, "key", { publicKey: key.jwk });
    const after = (await signIn({}, plain)).body;
    expect(after.tokenType).toBe("DPoP");
    expect(open(after.accessToken).claims.ver.client).toBeGreaterThan(open(before.accessToken).claims.ver.client);
  });

  test.each<[string, () => object]>([
    [
      "a private key",
      () => createPrivateKey(own.key.export({ type: "pkcs8", format: "pem" })).export({ format: "jwk" }),
    ],
    ["a point off the curve", () => ({ ...own.jwk, y: own.jwk.x })],
    ["another curve", () => ({ ...own.jwk, crv: "P-384" })],
    ["an RSA key", () => ({ kty: "RSA", n: "AQAB", e: "AQAB" })],
  ])("is not given %s", async (_what, make) => {
    const answer = await tryChange(adm, `/v1/clients/${plain.id}`, "key", { publicKey: make() });
    expectProblem(answer, 400, "VALIDATION");
    expect(answer.text).not.toContain(String(own.key.export({ format: "jwk" }).d));
  });
});

describe("a system acting for a person", () => {
  let clerk: Member;
  let system: Json;
  beforeEach(async () => {
    clerk = await member(rig, adm, world.courtId, "LST");
    await change(adm, clerk.path, "roles", { roles: ["LST", "LA"] });
    system = await adm.create(`/v1/agencies/${world.courtId}/clients`, { name: "Acting", roles: ["LST", "CO"] });
  });

  test("is that person with the roles that both have, and says which system it is", async () => {
    const { body } = await signIn({ actingFor: clerk.caller.me.id }, system);
    expect(open(body.accessToken).claims.who).toMatchObject({
      kind: "client",
      id: clerk.caller.me.id,
      clientId: system.id,
      roles: ["LST"],
      signedInAtSeconds: 0,
    });
  });

  test.each<[string, () => string | Promise<string>]>([
    ["another agency's person", () => world.police.me.id],
    ["nobody", () => randomUUID()],
    ["itself", () => system.id],
    [
      "somebody who is disabled",
      async () => {
        await change(adm, clerk.path, "disable");
        return clerk.caller.me.id;
      },
    ],
  ])("does not act for %s", async (_who, id) => {
    expectProblem(await signIn({ actingFor: await id() }, system), 401, "SIGN_IN_REFUSED");
  });

  describe("may say whom it means, and a token for anybody else is refused", () => {
    const meant = (token: string, id: string) =>
      send(rig.url, "GET", path, { token, headers: { "tracker-on-behalf-of": id } });

    test("the person whom the token is for", async () => {
      const { body } = await signIn({ actingFor: clerk.caller.me.id }, system);
      expect((await meant(body.accessToken, clerk.caller.me.id)).status).toBe(200);
      expect((await meant(body.accessToken, clerk.caller.me.id.toUpperCase())).status).toBe(200);
    });

    test.each<[string, () => string]>([
      ["a colleague", () => world.lister.me.id],
      ["somebody of another agency", () => world.police.me.id],
      ["nobody", () => randomUUID()],
      ["the system itself", () => system.id],
      ["nothing", () => ""],
      ["two people", () => `${clerk.caller.me.id}, ${world.lister.me.id}`],
    ])("not %s, and nothing is done", async (_who, id) => {
      const { body } = await signIn({ actingFor: clerk.caller.me.id }, system);
      expectProblem(await meant(body.accessToken, id()), 400, "VALIDATION");
    });

    test("a token of the system itself is for nobody", async () => {
      const { body } = await signIn({}, system);
      expectProblem(await meant(body.accessToken, clerk.caller.me.id), 400, "VALIDATION");
      expectProblem(await meant(body.accessToken, system.id), 400, "VALIDATION");
    });

    test("a person acts for nobody, not even by their own name", async () => {
      for (const id of [world.lister.me.id, clerk.caller.me.id])
        expectProblem(await meant(world.lister.token, id), 400, "VALIDATION");
    });
  });

  test("does not touch what is the person's own: password, second factor, a fresh sign-in", async () => {
    const { body } = await signIn({ actingFor: clerk.caller.me.id }, system);
    const acting = (to: string, given: object) => send(rig.url, "POST", to, { token: body.accessToken, body: given });
    const newPassword = { oldPassword: "correct horse battery staple", newPassword: "another horse, another battery" };
    for (const answer of [
      await acting("/v1/me/second-factor", {}),
      await acting("/v1/me/second-factor/confirm", { code: "123456" }),
      await acting("/v1/me/password", newPassword),
      await acting("/v1/sign-in/again", { password: "correct horse battery staple" }),
    ])
      expectProblem(answer, 403, "ACCESS_DENIED");
  });
});
