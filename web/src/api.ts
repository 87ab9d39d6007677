// Talks to the server this page came from, and to nobody else.

/** What the server said was wrong: one sentence, and the field it is about. */
export class ServerError extends Error {
  constructor(readonly status: number, detail: string, readonly field: string | null) { super(detail); }
}

async function refuse(response: Response): Promise<never> {
  const status = Number(response.headers.get("x-skyshed-refused")) || response.status;
  let detail = `the server answered ${status}`;
  let field: string | null = null;
  try {
    const body = (await response.json()) as { detail?: unknown; field?: unknown };
    if (typeof body.detail === "string") detail = body.detail;
    if (typeof body.field === "string") field = body.field;
  } catch { /* not JSON: the status has to do */ }
  throw new ServerError(status, detail, field);
}

const BUSY = 503; // the server compiles or computes something long; it says when to come back
const TRIES = 30;

function pause(wait_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(resolve, wait_ms);
    signal?.addEventListener("abort", () => { window.clearTimeout(timer); reject(new DOMException("", "AbortError")); });
  });
}

/** Refusals come with status 200, and theirs in a header: a browser logs every other one as an error. */
const PLAIN = { "content-type": "application/json", "x-skyshed-refusals": "in-body" };

async function send(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  for (let left = TRIES; ; left--) {
    const response = await fetch(path, {
      method: "POST", headers: PLAIN, body: JSON.stringify(body),
      signal: signal ?? null,
    });
    if (response.headers.has("x-skyshed-refused")) return refuse(response);
    if (response.ok) return response;
    if (response.status !== BUSY || left <= 0) return refuse(response);
    const wait_s = Number(response.headers.get("retry-after"));
    await pause(1000 * Math.min(Math.max(wait_s || 1, 1), 10), signal);
  }
}

export async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  return (response.ok ? await response.json() : await refuse(response)) as T;
}

export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await send(path, body, signal)).json()) as T;
}

/** One byte per pixel, and what the server says about them in a header. */
export async function postBytes<T>(path: string, body: unknown, signal?: AbortSignal): Promise<{ bytes: Uint8Array; told: T }> {
  const response = await send(path, body, signal);
  const told = JSON.parse(response.headers.get("x-skyshed") ?? "{}") as T;
  return { bytes: new Uint8Array(await response.arrayBuffer()), told };
}

export async function postFile(path: string, body: unknown): Promise<{ blob: Blob; name: string | null }> {
  const response = await send(path, body);
  const name = /filename="?([^";]+)"?/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? null;
  return { blob: await response.blob(), name };
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

// Not a secret: it only tells two open pages apart. (randomUUID needs https or localhost.)
export const CLIENT = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join("-");
let counter = 0;
/** Numbers the requests of this page, so that the server can drop those that are overtaken. */
export function nextSeq(): number { return ++counter; }

/** At most one job at a time, and the newest of those that wait; older ones are forgotten. */
export class NewestOnly {
  private running = false;
  private waiting: (() => Promise<void>) | null = null;
  private controller: AbortController | null = null;

  /** `abort` ends the job that runs: for slow questions whose answer nobody wants any more. */
  submit(job: (signal: AbortSignal) => Promise<void>, abort = false): void {
    const run = async (): Promise<void> => {
      this.controller = new AbortController();
      try { await job(this.controller.signal); } catch (error) { if (!isAbort(error)) throw error; }
    };
    if (this.running) {
      this.waiting = run;
      if (abort) this.controller?.abort();
      return;
    }
    void this.drain(run);
  }

  /** Ends what runs and forgets what waits. */
  cancel(): void {
    this.waiting = null;
    this.controller?.abort();
  }

  private async drain(first: () => Promise<void>): Promise<void> {
    this.running = true;
    let next: (() => Promise<void>) | null = first;
    while (next) {
      this.waiting = null;
      try { await next(); } catch (error) { console.warn(error); }
      next = this.waiting;
    }
    this.running = false;
  }
}
