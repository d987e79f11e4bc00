import { Files, type Scope } from "../../libs/access/files.ts";
import { AuditTrail } from "../../libs/record/audit.ts";

/**
 * Loaded into a service by `cost.ts` alone, before its own code: takes away what is to be measured. It stands here, so
 * that nothing in Tracker itself can be told to leave out the decision or the row.
 */
const without = new Set(process.env.BENCH_WITHOUT?.split(","));

if (without.has("row")) AuditTrail.prototype.write = async () => {};
if (without.has("decision")) {
  const opened = new Map<string, Scope>();
  const { openToRead } = Files.prototype;
  // Decided once a file, for whoever asks first; afterwards neither the facts are looked up nor anything decided.
  Files.prototype.openToRead = async function (person, fileId, held) {
    const known = opened.get(fileId) ?? (await openToRead.call(this, person, fileId, held));
    opened.set(fileId, known);
    return known;
  };
}
