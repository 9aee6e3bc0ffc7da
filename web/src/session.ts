// SPDX-License-Identifier: Apache-2.0
// Who is signed in: undefined until the server has said, null when nobody is.
import { signal } from "@preact/signals";
import { type Me, type Role, ROLES } from "./api";
import { forgetResources } from "./hooks";
import { browserZone } from "./format";
import { get, patch, post, Problem, whenSignedOut } from "./http";
import { forgetLists } from "./list";
import { go } from "./router";

export const me = signal<Me | null | undefined>(undefined);
export const startProblem = signal<Problem | null>(null);

/** Whether one may do in a team what its role least may; the server decides, this only keeps back what it would refuse. */
export function may(least: Role, teamId: string): boolean {
  const account = me.value;
  const role = account?.teams.find((team) => team.id === teamId)?.role;
  return holds("administrator") || (!!role && ROLES.indexOf(role) >= ROLES.indexOf(least));
}

/** Whether one has a role in the organisation. */
export function holds(role: Me["roles"][number]): boolean {
  return !!me.value?.roles.includes(role);
}

/** Whether one may recommend actions to all teams. */
export function mayAdvise(): boolean {
  return holds("analyst") || holds("administrator");
}

function forgetAll(): void {
  me.value = null;
  forgetLists();
  forgetResources();
}

export async function setZone(time_zone: string): Promise<void> {
  me.value = await patch<Me>("/me", { time_zone });
}

/** Lets the server know by which clock one lives, once; what is chosen later is not changed by travelling. */
async function sayZone(): Promise<void> {
  try {
    await setZone(browserZone());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

export async function loadSession(): Promise<void> {
  startProblem.value = null;
  try {
    me.value = await get<Me>("/me");
    if (!me.value.time_zone) void sayZone();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) me.value = null;
    else startProblem.value = error;
  }
}

/** What one shows to come in: a link's token, or name and password; then a code where it is asked for. */
export type Credentials = ({ token: string } | { name: string; password: string }) & { code?: string };

export async function signIn(credentials: Credentials): Promise<void> {
  await post<Me>("/session", credentials);
  await loadSession();
}

/** Ends the session; and where it began at a provider whose session is to end too, the browser goes there and comes back. */
export async function signOut(): Promise<void> {
  const { location: there } = await post<{ location: string | null }>("/sso/sign-out");
  forgetAll();
  if (there) location.assign(there);
  else go("/sign-in");
}

whenSignedOut(() => {
  if (me.peek()) forgetAll();
});
