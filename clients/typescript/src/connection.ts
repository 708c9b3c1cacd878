/** What the API refused, or answered that it could not do now; `faults` are the wrong fields. */
export class ApiError extends Error {
  readonly code: string;
  readonly faults: Array<{ field: string; message: string; code: string }>;
  readonly requestId: string;

  constructor(readonly status: number, told: Record<string, unknown>, readonly headers: Headers) {
    super(`${status} ${String(told["code"] ?? "")}: ${String(told["message"] ?? "")}`);
    this.name = "ApiError";
    this.code = String(told["code"] ?? "");
    this.faults = Array.isArray(told["errors"]) ? (told["errors"] as ApiError["faults"]) : [];
    this.requestId = String(told["request_id"] ?? "");
  }
}

/** The desk could not be reached, or its answer was cut off, however often we tried. */
export class NoAnswer extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoAnswer";
  }
}

/** `desk` is the address in front of /api/v2; `timeout` and `longestWait` are milliseconds, `tries` counts the first one too. */
export interface Options {
  desk: string;
  key: string;
  timeout?: number;
  tries?: number;
  longestWait?: number;
  fetch?: typeof fetch;
  sleep?: (milliseconds: number) => Promise<void>;
}

type Query = Record<string, unknown>;
interface Asked {
  body?: unknown;
  options?: Query;
}
interface Whole {
  status: number;
  headers: Headers;
  text: string;
}

// What may go better a moment later; 409 only where the answer says when.
const PASSING = [409, 429, 502, 503, 504];
const NEXT = /<([^>]+)>; *rel="next"/;

/** One key's way to the API of a desk. Every POST has an Idempotency-Key, so that it can be sent again when its answer was lost. */
export class Connection {
  private readonly given: Required<Options>;

  constructor(options: Options) {
    const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
    this.given = { timeout: 30_000, tries: 4, longestWait: 60_000, fetch: globalThis.fetch, sleep, ...options };
  }

  /** What the API tells; null where it tells nothing. */
  protected async call<T>(method: string, path: string, { body, options = {} }: Asked = {}): Promise<T> {
    const { idempotencyKey, ...query } = options;
    const headers: Record<string, string> = method === "POST" ? { "Idempotency-Key": String(idempotencyKey ?? crypto.randomUUID()) } : {};
    const { text } = await this.tried(method, this.address(path, query), body, headers);
    return (text ? JSON.parse(text) : null) as T;
  }

  /** Every row of a list, read page by page as they are asked for. */
  protected async *rows<T>(path: string, query: Query): AsyncGenerator<T> {
    let address = this.address(path, query);
    while (address) {
      const answer = await this.tried("GET", address, undefined, {});
      yield* JSON.parse(answer.text) as T[];
      address = NEXT.exec(answer.headers.get("link") ?? "")?.[1] ?? "";
    }
  }

  /** A part of a path. */
  protected quoted(value: unknown): string {
    return encodeURIComponent(String(value));
  }

  private async tried(method: string, address: string, body: unknown, headers: Record<string, string>): Promise<Whole> {
    for (let number = 1; ; number += 1) {
      let wait = 500 * 2 ** (number - 1);
      let fault: Error;
      try {
        const answer = await this.sent(method, address, body, headers);
        if (answer.status < 400) return answer;
        fault = new ApiError(answer.status, refusal(answer.text), answer.headers);
        const asked = answer.headers.get("retry-after");
        if (!PASSING.includes(answer.status) || (answer.status === 409 && !asked)) throw fault;
        if (asked && /^\d+$/.test(asked)) wait = Number(asked) * 1000;
        if (wait > this.given.longestWait) throw fault;
      } catch (lost) {
        if (lost instanceof ApiError) throw lost;
        fault = new NoAnswer(`${method} ${address}: ${String(lost)}`, { cause: lost });
      }
      if (number >= this.given.tries) throw fault;
      await this.given.sleep(wait);
    }
  }

  private async sent(method: string, address: string, body: unknown, headers: Record<string, string>): Promise<Whole> {
    const answer = await this.given.fetch(address, {
      method,
      headers: {
        Authorization: `Basic ${btoa(`${this.given.key}:X`)}`,
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      signal: AbortSignal.timeout(this.given.timeout),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  private address(path: string, query: Query): string {
    const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
    const asked = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
    return `${this.given.desk.replace(/\/+$/, "")}/api/v2${path}${asked ? `?${asked}` : ""}`;
  }
}

function refusal(text: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text);
    if (told && typeof told === "object") return told as Record<string, unknown>;
  } catch {
    // A gateway's page is no JSON.
  }
  return { message: text.slice(0, 200) };
}
