// SPDX-License-Identifier: Apache-2.0
// Talks to the server: JSON both ways, problem details (RFC 9457) as exceptions.
import { signal } from "@preact/signals";

const ROOT = "/api/v1";

/** What went wrong, in the server's words where it had any. Status 0: the server was not reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** The last part of its type: docs/problems.md. */
    readonly code = "",
  ) {
    super(detail || title);
  }
}

/** True while the server cannot be reached; any answer ends it. */
export const isOffline = signal(false);

/** Counts what this page changed on the server, so that lists loaded before know that they are old. */
export const changeCount = signal(0);

let onSignedOut = () => {};

/** Names what is called when the server no longer knows the session. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

function problemOf(status: number, text: string): Problem {
  try {
    const { title, detail, code } = JSON.parse(text) as { title?: string; detail?: string; code?: string };
    return new Problem(status, title ?? "", detail ?? "", code);
  } catch {
    return new Problem(status, "", "");
  }
}

function settle<T>(method: string, status: number, text: string): T {
  const problem = status >= 400 ? problemOf(status, text) : null;
  // A wrong password or code is a 401 too, and ends no session.
  if (problem?.code === "unauthenticated") onSignedOut();
  if (problem) throw problem;
  if (method !== "GET") changeCount.value++;
  return (text ? JSON.parse(text) : null) as T;
}

let confirm: (() => Promise<boolean>) | null = null;

/** Names what asks the person to show again who they are, and tells whether they did. */
export function whenToConfirm(ask: (() => Promise<boolean>) | null): void {
  confirm = ask;
}

/** What asks for it cannot take it itself. */
const CONFIRMATION = "/session/confirmation";

/** What is refused until the person shows again who they are is done once they did; a second refusal is one. */
async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    return await requestOnce<T>(method, path, body);
  } catch (error) {
    const isToConfirm = error instanceof Problem && error.code === "confirmation-required" && path !== CONFIRMATION;
    if (!isToConfirm || !(await confirm?.())) throw error;
    return requestOnce<T>(method, path, body);
  }
}

async function requestOnce<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  }
  let reply: Response, text: string;
  try {
    reply = await fetch(ROOT + path, init);
    text = await reply.text();
  } catch {
    isOffline.value = true;
    throw new Problem(0, "", "");
  }
  isOffline.value = false;
  return settle<T>(method, reply.status, text);
}

export const get = <T>(path: string) => request<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}) => request<T>("POST", path, body);
export const put = <T = null>(path: string, body: unknown) => request<T>("PUT", path, body);
export const patch = <T>(path: string, body: unknown) => request<T>("PATCH", path, body);
export const remove = (path: string) => request<null>("DELETE", path);

/** The path with those values of query that are not empty, in their order. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  const text = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

export interface Upload<T> {
  done: Promise<{ status: number; body: T }>;
  cancel(): void;
}

/** Sends a file, telling how much of it has gone: fetch cannot tell that, XMLHttpRequest can. */
export function upload<T>(path: string, file: File, onProgress: (share: number) => void): Upload<T> {
  const xhr = new XMLHttpRequest();
  const done = new Promise<{ status: number; body: T }>((resolve, reject) => {
    xhr.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    xhr.onabort = () => reject(new Problem(-1, "", ""));
    xhr.onerror = () => reject(new Problem(0, "", ""));
    xhr.onload = () => {
      try {
        resolve({ status: xhr.status, body: settle<T>("POST", xhr.status, xhr.responseText) });
      } catch (error) {
        reject(error);
      }
    };
  });
  xhr.open("POST", ROOT + path);
  xhr.setRequestHeader("Content-Type", "application/octet-stream");
  xhr.send(file);
  return { done, cancel: () => xhr.abort() };
}
