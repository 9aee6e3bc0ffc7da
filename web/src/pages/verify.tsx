// SPDX-License-Identifier: Apache-2.0
// Whoever was shown a badge verifies it here, on their own machine: a file, a text or an address. Nobody need be signed in, and what is
// dropped here is sent nowhere.
import { useEffect, useRef, useState } from "preact/hooks";
import { day } from "../format";
import { Logo } from "../frame";
import { useTitle } from "../hooks";
import { t, word } from "../i18n";
import { place } from "../router";
import { Icon, type IconName } from "../ui/icons";
import { Loading } from "../ui/basics";
import { LanguageButton, ThemeButton } from "../ui/preference_buttons";
import { type Bytes, utf8 } from "../verify/bytes";
import { get } from "../verify/fetch";
import { FILE_MOST } from "../verify/picture";
import { looksLikeToken } from "../verify/token";
import { type Check, Stop, stop, type Verdict } from "../verify/verdict";
import { type Report, verifyBadge } from "../verify/verify";
import { NftForm } from "./verify_nft";

const ICONS: Record<Verdict, IconName> = { pass: "check", fail: "cross", skipped: "unknown" };

/** The page of a shared badge stands for the credential beside it. */
function credentialUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return stop("verify_no_credential");
  }
  const share = /^\/b\/([\w-]+)$/.exec(url.pathname)?.[1];
  return share ? `${url.origin}/api/v1/public/badges/${share}/credential.jwt` : url.href;
}

async function bytesOf(text: string): Promise<Bytes> {
  return /^https?:\/\//.test(text) ? get(credentialUrl(text), FILE_MOST) : utf8(text);
}

/** The server that was named, which may stand anywhere. */
function originsOf(text: string): readonly string[] {
  return /^https?:\/\//.test(text) && URL.canParse(text) ? [new URL(text).origin] : [];
}

type State = { kind: "none" } | { kind: "busy" } | { kind: "stopped"; stop: Stop } | { kind: "done"; report: Report };

function Line({ check }: { check: Check }) {
  return (
    <li class={`verify-check is-${check.verdict}`} data-check={check.name} data-verdict={check.verdict}>
      <Icon name={ICONS[check.verdict]} />
      <div>
        <strong>{t(`verify_check_${check.name}`)}</strong>
        <span class="verify-verdict">{t(`verify_${check.verdict}`)}</span>
        <p>{t(check.key, check.values)}</p>
      </div>
    </li>
  );
}

function Result({ report }: { report: Report }) {
  return (
    <section class="card verify-result" role="status" data-good={String(report.isGood)}>
      <h2 class={report.isGood ? "is-pass" : "is-fail"}>
        <Icon name={report.isGood ? "shield" : "warn"} /> {t(report.isGood ? "verify_good" : "verify_bad")}
      </h2>
      {report.isPerhapsRevoked && <p class="verify-open">{t("verify_perhaps_revoked")}</p>}
      <p class="verify-name">
        <strong>{report.name || report.achievement}</strong>
        {report.validFrom && <span class="muted"> · {day(report.validFrom)}</span>}
      </p>
      {report.picture && <img class="verify-picture" src={report.picture} alt={t("verify_nft_picture")} width={160} height={160} />}
      {report.picture === undefined ? (
        <p class="muted">
          {t("verify_says_issuer", { did: report.issuer })}
          {report.certifier && <span class="verify-certifier"> · {t("verify_certifier", { certifier: word("certifier", report.certifier) })}</span>}
        </p>
      ) : (
        <p class="muted">{t("verify_nft_told", { issuer: report.issuer || "–" })}</p>
      )}
      <ul class="verify-checks">
        {report.checks.map((check, i) => (
          <Line key={`${check.name}${i}`} check={check} />
        ))}
      </ul>
    </section>
  );
}

function Shown({ state }: { state: State }) {
  if (state.kind === "busy") return <Loading />;
  if (state.kind === "done") return <Result report={state.report} />;
  if (state.kind === "none") return null;
  return (
    <section class="card verify-result" role="alert" data-good="false">
      <h2 class="is-fail">
        <Icon name="warn" /> {t("verify_stopped")}
      </h2>
      <p>{t(state.stop.said.key, state.stop.said.values)}</p>
    </section>
  );
}

function Picker({ take, takeToken }: { take: (work: () => Promise<Bytes>, named?: readonly string[]) => void; takeToken: (id: string) => void }) {
  const [text, setText] = useState("");
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const takeFile = (file: File | null | undefined) => {
    if (file) take(async () => (file.size > FILE_MOST ? stop("verify_file_large") : new Uint8Array(await file.arrayBuffer())));
  };
  return (
    <section
      class={`card verify-drop ${isOver ? "is-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        takeFile(event.dataTransfer?.files[0]);
      }}
    >
      <p>{t("verify_drop")}</p>
      <p class="buttons">
        <button type="button" class="button" onClick={() => input.current?.click()}>
          <Icon name="upload" /> {t("verify_choose")}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t("verify_choose")}
          onChange={(event) => takeFile(event.currentTarget.files?.[0])}
        />
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const given = text.trim();
          if (looksLikeToken(given)) takeToken(given);
          else if (given) take(() => bytesOf(given), originsOf(given));
        }}
      >
        <label>
          {t("verify_paste")}
          <textarea rows={3} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <button class="button primary" disabled={!text.trim()}>
          <Icon name="shield" /> {t("verify_do")}
        </button>
      </form>
    </section>
  );
}

export function VerifyPage() {
  useTitle(t("verify_title"));
  const [state, setState] = useState<State>({ kind: "none" });
  const [token, setToken] = useState<string | null>(null);
  const run = async (work: () => Promise<Report>) => {
    setState({ kind: "busy" });
    try {
      setState({ kind: "done", report: await work() });
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      setState({ kind: "stopped", stop: error });
    }
  };
  const take = (work: () => Promise<Bytes>, named: readonly string[] = []) => {
    setToken(null);
    void run(async () => verifyBadge(await work(), named));
  };
  const takeToken = (id: string) => {
    setState({ kind: "none" });
    setToken(id);
  };
  useEffect(() => {
    const { query } = place.peek();
    const share = query.get("badge");
    const nft = query.get("nft");
    if (nft) takeToken(nft);
    else if (share && /^[\w-]+$/.test(share)) take(() => bytesOf(`${location.origin}/b/${share}`));
  }, []);
  return (
    <main class="public-badge verify-page">
      <Logo />
      <h1>{t("verify_title")}</h1>
      <p class="lead">{t("verify_lead")}</p>
      <Picker take={take} takeToken={takeToken} />
      {token !== null && <NftForm key={token} id={token} take={(work) => void run(work)} />}
      <Shown state={state} />
      <section class="card">
        <h2>{t("verify_limits")}</h2>
        <ul class="verify-limits">
          <li>{t("verify_limit_host")}</li>
          <li>{t("verify_limit_holder")}</li>
          <li>{t("verify_limit_page")}</li>
          <li>{t("verify_limit_reach")}</li>
        </ul>
      </section>
      <div class="sign-in-foot">
        <LanguageButton />
        <ThemeButton />
      </div>
    </main>
  );
}
