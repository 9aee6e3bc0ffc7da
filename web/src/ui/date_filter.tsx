// SPDX-License-Identifier: Apache-2.0
// A day that a list begins or ends with, kept in the page's address.
import { place, setQuery } from "../router";

export function DateFilter({ name, label }: { name: string; label: string }) {
  return (
    <label class="date-chip">
      {label}
      <input
        type="date"
        value={place.value.query.get(name) ?? ""}
        onChange={(event) => setQuery({ [name]: event.currentTarget.value })}
      />
    </label>
  );
}

/** The moment at which the chosen day begins here, as the server takes it. */
export function startOfDay(date: string | null): string | null {
  return date ? new Date(`${date}T00:00:00`).toISOString() : null;
}

/** The moment at which it is over: a list "to" a day has that day in it. */
export function endOfThatDay(date: string | null): string | null {
  if (!date) return null;
  const next = new Date(`${date}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}
