/** Stops what globalSetup started, also after failures. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.trackerRig?.stop();
}
