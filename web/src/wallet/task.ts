// SPDX-License-Identifier: Apache-2.0
// Work in which a wallet or the server may refuse, as a hook.
import { useState } from "preact/hooks";
import { Problem } from "../http";
import { asWalletError, type WalletError } from "./provider";

export interface WalletTask {
  isBusy: boolean;
  problem: Problem | null;
  refusal: WalletError | null;
  run<T>(work: () => Promise<T>, then?: (result: T) => void): Promise<void>;
}

export function useWalletTask(): WalletTask {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [refusal, setRefusal] = useState<WalletError | null>(null);
  const run = async <T>(work: () => Promise<T>, then?: (result: T) => void) => {
    setBusy(true);
    setProblem(null);
    setRefusal(null);
    try {
      const result = await work();
      setBusy(false);
      then?.(result);
    } catch (error) {
      setBusy(false);
      if (error instanceof Problem) setProblem(error);
      else setRefusal(asWalletError(error));
    }
  };
  return { isBusy, problem, refusal, run };
}
