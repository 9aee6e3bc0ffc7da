// SPDX-License-Identifier: Apache-2.0
// Numbers, dates and sizes as people read them, in the chosen language and the browser's time zone.
import { locale } from "./i18n";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** "3 days ago", "in 2 hours". */
export function relative(time: string): string {
  const seconds = (Date.parse(time) - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return format.format(Math.trunc(seconds / length), unit);
}

export function day(time: string): string {
  return new Date(time).toLocaleDateString(locale(), { dateStyle: "medium" });
}

/** A day of the calendar, such as CISA's, that comes as its midnight in UTC: the same day everywhere. */
export function calendarDay(time: string): string {
  return new Date(time).toLocaleDateString(locale(), { dateStyle: "medium", timeZone: "UTC" });
}

export function moment(time: string): string {
  return new Date(time).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
}

export function number(value: number): string {
  return value.toLocaleString(locale());
}

export function percent(share: number): string {
  return share.toLocaleString(locale(), {
    style: "percent",
    maximumFractionDigits: share < 0.01 ? 2 : share < 0.1 ? 1 : 0,
  });
}

export function bytes(size: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(3, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  const value = size / 1000 ** power;
  return value.toLocaleString(locale(), {
    style: "unit",
    unit: units[power],
    unitDisplay: power ? "short" : "long",
    maximumFractionDigits: value < 10 && power ? 1 : 0,
  });
}

/** The value of an <input type="date"> for a time, in the browser's own zone. */
export function dateInput(time: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** The last second of a day that was chosen in an <input type="date">, as the server wants it. */
export function endOfDay(value: string): string {
  return new Date(`${value}T23:59:59`).toISOString();
}

/** The morning of such a day, when people begin to work. */
export function startOfDay(value: string): string {
  return new Date(`${value}T08:00:00`).toISOString();
}

export function isPast(time: string): boolean {
  return Date.parse(time) < Date.now();
}

export function daysAhead(count: number): Date {
  return new Date(Date.now() + count * DAY * 1000);
}

/** What somebody typed, one on a line. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The time zone that the browser goes by. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** All time zones that the browser knows, and one more that it may not know. */
export function zones(chosen: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return [...new Set(["UTC", ...known, chosen])].sort();
}
