// SPDX-License-Identifier: Apache-2.0
// Who is signed in: undefined until the server has said, null when nobody is.
import { signal } from "@preact/signals";
import type { Me } from "./api";
import { forgetResources } from "./hooks";
import { get, post, Problem, remove, whenSignedOut } from "./http";
import { forgetLists } from "./list";
import { go } from "./router";

export const me = signal<Me | null | undefined>(undefined);
export const startProblem = signal<Problem | null>(null);

function forgetAll(): void {
  me.value = null;
  forgetLists();
  forgetResources();
}

export async function loadSession(): Promise<void> {
  startProblem.value = null;
  try {
    me.value = await get<Me>("/me");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) me.value = null;
    else startProblem.value = error;
  }
}

export async function signIn(token: string): Promise<void> {
  await post<Me>("/session", { token });
  await loadSession();
}

export async function signOut(): Promise<void> {
  await remove("/session");
  forgetAll();
  go("/sign-in");
}

whenSignedOut(() => {
  if (me.peek()) forgetAll();
});
