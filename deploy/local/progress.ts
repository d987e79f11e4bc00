const reportEveryMs = 1500;

/** Reports from time to time while the work lasts. Out and errors: the work's own. */
export async function whileReporting<T>(report: () => void | Promise<void>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void report(), reportEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
