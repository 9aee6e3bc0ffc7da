// SPDX-License-Identifier: Apache-2.0
// Where an SBOM is dropped or picked: its way to the server, and what the server made of it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { TicketChanges, Uploaded } from "../api";
import { bytes, percent } from "../format";
import { Problem, upload, withQuery, type Upload } from "../http";
import { t, type WordKey } from "../i18n";
import { ProblemBox } from "../ui/basics";
import { Icon } from "../ui/icons";
import { tell } from "../ui/toast";

interface Going {
  name: string;
  size: number;
  share: number;
  cancel: () => void;
}

/** What the server made of a file. */
export interface UploadResult {
  name: string;
  status: number;
  body: Uploaded;
}

const CHANGES: readonly [keyof TicketChanges, WordKey][] = [
  ["opened", "n_opened"],
  ["reopened", "n_reopened"],
  ["closed", "n_closed"],
  ["updated", "n_updated"],
  ["marked", "n_marked"],
  ["unchanged", "n_unchanged"],
];

function Progress({ going }: { going: Going }) {
  const isSent = going.share >= 1;
  return (
    <div class="upload-progress" role="status">
      <p>
        <strong>{going.name}</strong> <span class="muted">{bytes(going.size)}</span>
      </p>
      <progress max={1} value={isSent ? undefined : going.share} aria-label={t("uploading")} />
      <p class="muted">
        {isSent ? t("reading_sbom") : percent(going.share)}
        <button type="button" class="link-button" onClick={going.cancel}>
          {t("cancel")}
        </button>
      </p>
    </div>
  );
}

function Outcome({ result, told, service }: { result: UploadResult; told: WordKey; service: string }) {
  const changes = result.body?.tickets;
  const hasNews = changes && result.status === 201 && changes.opened + changes.reopened > 0;
  return (
    <div class="upload-result" role="status">
      <Icon name="check" />
      <div>
        <strong>{t(result.status === 200 ? "upload_same" : told, { name: result.name })}</strong>
        {changes && result.status === 201 && (
          <ul>
            {CHANGES.filter(([name]) => changes[name] > 0).map(([name, text]) => (
              <li key={name}>{t(text, { n: changes[name] })}</li>
            ))}
          </ul>
        )}
        {hasNews && <a href={withQuery("/tickets", { service })}>{t("upload_next")}</a>}
      </div>
    </div>
  );
}

/** A file dropped beside a zone would make the browser leave the page and show it. */
function useNoStrayDrops(): void {
  useEffect(() => {
    const stop = (event: DragEvent) => event.preventDefault();
    window.addEventListener("dragover", stop);
    window.addEventListener("drop", stop);
    return () => {
      window.removeEventListener("dragover", stop);
      window.removeEventListener("drop", stop);
    };
  }, []);
}

function useUpload(path: string, onDone: (result?: UploadResult) => void) {
  const [going, setGoing] = useState<Going | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [result, setResult] = useState<UploadResult | null>(null);
  const send = async (file: File) => {
    setProblem(null);
    setResult(null);
    const onProgress = (share: number) => setGoing((now) => now && { ...now, share });
    const sending: Upload<Uploaded> = upload<Uploaded>(withQuery(path, { filename: file.name }), file, onProgress);
    setGoing({ name: file.name, size: file.size, share: 0, cancel: sending.cancel });
    try {
      const { status, body } = await sending.done;
      // What is held is shown by its part, until somebody decides.
      const got = { name: file.name, status, body };
      if (status === 202) tell(t("upload_held", { name: file.name }));
      else setResult(got);
      onDone(status === 202 ? undefined : got);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status !== -1) setProblem(error);
    } finally {
      setGoing(null);
    }
  };
  return { going, problem, result, send, refuse: setProblem };
}

interface UploadZoneProps {
  /** Where the file goes to; empty while that is not known: the part has no name yet. */
  path: string;
  /** The service whose tickets change by it. */
  service: string;
  label: string;
  told?: WordKey;
  /** What came of a file that was sent from elsewhere, shown until the next one. */
  before?: UploadResult | undefined;
  /** The result is shown elsewhere. */
  isSilent?: boolean;
  onDone: (result?: UploadResult) => void;
}

export function UploadZone(props: UploadZoneProps) {
  const { going, problem, result, send, refuse } = useUpload(props.path, props.onDone);
  const shown = props.isSilent ? null : (result ?? (going ? null : props.before));
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useNoStrayDrops();
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (!file) return;
    if (!props.path) refuse(new Problem(400, "", t("part_needs_name")));
    else if (files.length > 1) refuse(new Problem(400, "", t("one_file_only")));
    else void send(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!going) take(event.dataTransfer?.files);
  };
  return (
    <div
      class={`drop-zone ${isOver ? "is-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={onDrop}
    >
      {going ? (
        <Progress going={going} />
      ) : (
        <p class="drop-hint">
          <Icon name="upload" />
          <span>{props.label}</span>
          <button type="button" class="button small" onClick={() => input.current?.click()}>
            {t("pick_file")}
          </button>
          <input
            ref={input}
            type="file"
            hidden
            aria-label={props.label}
            onChange={(event) => {
              take(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </p>
      )}
      <ProblemBox problem={problem} />
      {shown && <Outcome result={shown} told={props.told ?? "upload_done"} service={props.service} />}
    </div>
  );
}
