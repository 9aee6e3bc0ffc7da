// SPDX-License-Identifier: Apache-2.0
// What an administrator changes of an account: its roles, and whether it is there at all.
import { useState } from "preact/hooks";
import type { Account } from "../api";
import { useTask } from "../hooks";
import { patch, remove } from "../http";
import { t } from "../i18n";
import { Field } from "../ui/basics";
import { FormDialog } from "../ui/dialog";
import { tell } from "../ui/toast";
import { RoleBoxes } from "./role_boxes";

interface Props {
  account: Pick<Account, "id" | "name" | "roles">;
  onClose: () => void;
  onDone: () => void;
}

export function RolesDialog({ account, onClose, onDone }: Props) {
  const [roles, setRoles] = useState(account.roles);
  const { isBusy, problem, run } = useTask();
  const onSubmit = () =>
    run(
      () => patch(`/accounts/${account.id}`, { roles }),
      () => {
        tell(t("told_roles"));
        onClose();
        onDone();
      },
    );
  return (
    <FormDialog
      title={t("roles_of", { name: account.name })}
      submit={t("save")}
      isBusy={isBusy}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <RoleBoxes roles={roles} onChange={setRoles} />
    </FormDialog>
  );
}

/** path: of the account; what cannot be undone is confirmed by its name. */
export function DeleteAccountDialog({ account, path, onClose, onDone }: Props & { path: string }) {
  const [typed, setTyped] = useState("");
  const { isBusy, problem, run } = useTask();
  const onSubmit = () => {
    if (typed.trim() !== account.name) return;
    void run(
      () => remove(path),
      () => {
        tell(t("told_account_deleted"));
        onClose();
        onDone();
      },
    );
  };
  return (
    <FormDialog
      title={t("delete_account_title", { name: account.name })}
      submit={t("delete_account")}
      isDanger
      isBusy={isBusy || typed.trim() !== account.name}
      problem={problem}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <p>{t("delete_account_warning")}</p>
      <Field label={t("delete_account_type", { name: account.name })}>
        {(id) => (
          <input
            id={id}
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
