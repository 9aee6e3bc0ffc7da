// SPDX-License-Identifier: Apache-2.0
// What components need from the server, as hooks.
import type { RefObject } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Page } from "./api";
import { get, Problem } from "./http";
import { listAt, type List } from "./list";
import { place } from "./router";

export interface Resource<T> {
  data: T | null;
  problem: Problem | null;
  reload(): void;
  set(data: T): void;
}

const kept = new Map<string, unknown>();

function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(500, "", String(error));
}

/** What lies at path, shown from memory first where it was seen before. A null path asks for nothing. */
export function useResource<T>(path: string | null): Resource<T> {
  const [state, setState] = useState<{ path: string | null; data: T | null; problem: Problem | null }>({
    path: null,
    data: null,
    problem: null,
  });
  const [round, setRound] = useState(0);
  const remembered = path === null ? null : ((kept.get(path) as T | undefined) ?? null);

  useEffect(() => {
    if (path === null) return;
    let isGone = false;
    const show = (data: T | null, problem: Problem | null) => {
      if (isGone) return;
      if (data !== null) kept.set(path, data);
      setState({ path, data, problem });
    };
    get<T>(path).then(
      (data) => show(data, null),
      (error) => show(null, asProblem(error)),
    );
    return () => {
      isGone = true;
    };
  }, [path, round]);

  const isOwn = state.path === path;
  return {
    data: (isOwn ? state.data : null) ?? remembered,
    problem: isOwn ? state.problem : null,
    reload: useCallback(() => setRound((n) => n + 1), []),
    set: (data) => {
      if (path !== null) kept.set(path, data);
      setState({ path, data, problem: null });
    },
  };
}

/** Does it again and again while something changes by itself, and somebody looks. */
export function useRepeat(isChanging: boolean, again: () => void, pauseMs: number): void {
  useEffect(() => {
    if (!isChanging) return;
    const timer = setInterval(() => !document.hidden && again(), pauseMs);
    return () => clearInterval(timer);
  }, [isChanging, pauseMs]);
}

export function forgetResources(): void {
  kept.clear();
}

/** The list at path: as it was when one comes back to it and nothing changed, loaded anew otherwise. */
export function useList<T, First extends Page<T> = Page<T>>(path: string): List<T, First> {
  const list = listAt<T, First>(path);
  useEffect(() => {
    const isFresh = place.peek().isReturn && !list.isStale;
    if (!isFresh) void list.reload();
  }, [list]);
  return list;
}

/** Runs work, telling whether it is under way and what went wrong. */
export function useTask(): {
  isBusy: boolean;
  problem: Problem | null;
  run<T>(work: () => Promise<T>, then?: (result: T) => void): Promise<void>;
} {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async <T>(work: () => Promise<T>, then?: (result: T) => void) => {
    setBusy(true);
    setProblem(null);
    try {
      const result = await work();
      setBusy(false);
      then?.(result);
    } catch (error) {
      setBusy(false);
      setProblem(asProblem(error));
    }
  };
  return { isBusy, problem, run };
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · kenzen` : "kenzen";
  }, [title]);
}

/** Calls leave when one points or goes elsewhere, or presses Escape, which gives the focus back to the button of the element. */
export function useLeave(element: RefObject<HTMLElement>, isOpen: boolean, leave: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const onElsewhere = (event: Event) => {
      if (!element.current?.contains(event.target as Node)) leave();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      leave();
      element.current?.querySelector<HTMLElement>(":scope > button")?.focus();
    };
    document.addEventListener("pointerdown", onElsewhere);
    document.addEventListener("focusin", onElsewhere);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("pointerdown", onElsewhere);
      document.removeEventListener("focusin", onElsewhere);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [isOpen]);
}
