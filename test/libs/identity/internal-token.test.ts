import { generateKeyPairSync } from "node:crypto";
import { mintInternalToken, subjectReader } from "../../../libs/identity/internal-token.ts";
import type { Person } from "../../../libs/identity/subject.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const keys = [
  { kid: "k1", use: "internal" as const, owner: "gateway", key: publicKey, jwk: publicKey.export({ format: "jwk" }) },
];
const clerk: Person = {
  kind: "person",
  id: "0a000000-0000-4000-8000-000000000001",
  agencyId: "0a000000-0000-4000-8000-000000000002",
  agencyType: "court",
  courtId: "0a000000-0000-4000-8000-000000000002",
  roles: ["LST"],
  teamIds: [],
  sessionId: "0a000000-0000-4000-8000-000000000003",
  signedInAtSeconds: 0,
};

test("a subject that is kept for later requests cannot be given another role or another name by one of them", () => {
  const read = subjectReader(keys);
  const token = mintInternalToken({ kid: "k1", key: privateKey }, clerk, ["cases.get"]);
  const subject = read(token, "cases.get") as Person;
  expect(() => (subject.roles as string[]).push("JUD")).toThrow(TypeError);
  expect(() => Object.assign(subject, { id: "another" })).toThrow(TypeError);
  expect(read(token, "cases.get")).toEqual(clerk);
});
