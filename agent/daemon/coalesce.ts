/**
 * Makes a job that runs one at a time: calls while it runs are answered by one more run after it,
 * so that what they were about is always seen.
 */
export function coalesce(job: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function start(): Promise<void> {
    try {
      await job();
    } finally {
      running = null;
    }
  }

  return () => {
    if (!running) {
      running = start();
      return running;
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        running = start();
        return running;
      });
    return next;
  };
}
