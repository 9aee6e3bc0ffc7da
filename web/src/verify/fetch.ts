// SPDX-License-Identifier: Apache-2.0
// Fetching what others publish: nothing of the reader's goes along, redirects are not followed, and only so much is read.
import { type Bytes, join } from "./bytes";
import { mayCall } from "./reach";
import { Stop, stop } from "./verdict";

const WAIT_MS = 30_000;

async function readAll(body: ReadableStream<Uint8Array>, most: number): Promise<Bytes> {
  const parts: Bytes[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > most) {
      void reader.cancel().catch(() => undefined);
      stop("verify_answer_large");
    }
    parts.push(next.value as Bytes);
  }
  return join(...parts);
}

export async function readStream(body: ReadableStream<Uint8Array>, most: number): Promise<Bytes> {
  return readAll(body, most);
}

/** What only a badge names: its server may be one of those known, wherever they stand, or of the public Internet. */
export async function getNamed(url: string, most: number, known: readonly string[]): Promise<Bytes> {
  if (!mayCall(url, [location.origin, ...known])) throw new Stop({ key: "verify_not_called", values: { host: hostOf(url) } }, true);
  return get(url, most);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

export async function get(url: string, most: number): Promise<Bytes> {
  const host = hostOf(url);
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    const reply = await fetch(url, { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", mode: "cors", signal });
    if (reply.status >= 500 || reply.status === 429) throw new Error(String(reply.status));
    if (!reply.ok || !reply.body) return stop("verify_not_there", { host, status: reply.status });
    return await readAll(reply.body, most);
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop({ key: "verify_no_answer", values: { host } }, true);
  }
}

/** Posts JSON, and gives the answer's bytes whatever its status; who takes too long does not answer. */
export async function postJson(url: string, value: unknown, most: number, most_ms: number): Promise<{ status: number; bytes: Bytes }> {
  const { host } = new URL(url);
  try {
    const reply = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      mode: "cors",
      signal: AbortSignal.timeout(most_ms),
    });
    return { status: reply.status, bytes: reply.body ? await readAll(reply.body, most) : new Uint8Array() };
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop({ key: "verify_no_answer", values: { host } }, true);
  }
}
