/** The type of the error that something fails with; "done" when it does not. */
export function refusalOf(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (error) {
    return error instanceof Error && "type" in error ? String(error.type) : "unknown";
  }
}
