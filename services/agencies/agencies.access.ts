import type { AccessRows } from "../../libs/access/rows.ts";

export const agenciesAccess: AccessRows = {
  "agencies.signIn": { open: true },
  "agencies.refresh": { open: true },
  "agencies.clientToken": { open: true },
  "agencies.signOut": { signedIn: true },
  "agencies.startSecondFactor": { signedIn: true },
  "agencies.confirmSecondFactor": { signedIn: true },
  "agencies.me": { signedIn: true },
  "agencies.list": { signedIn: true },
  "agencies.create": { class: "administration", does: "write" },
  "agencies.createPerson": { class: "administration", does: "write" },
  "agencies.createClient": { class: "administration", does: "write" },
  "agencies.describe": { services: ["defendants", "cases", "notes"] },
  "agencies.describePeople": { services: ["notes"] },
};
