// SPDX-License-Identifier: Apache-2.0
// Small drawings that stand beside words, never alone: they are hidden from screen readers.

const PATHS = {
  tickets: "M2.5 4.5h11v2a1.5 1.5 0 0 0 0 3v2h-11v-2a1.5 1.5 0 0 0 0-3zM9.5 4.5v7",
  services: "M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.7 5 8 8.1 13.3 5M8 8.1v6",
  actions: "M3.5 2.5h9v11h-9zM5.8 5.5h4.4M5.8 8h4.4M5.8 10.5h2.4",
  advisories:
    "M8 3.5C6.5 2.4 4.5 2 2.5 2.3v10c2-.3 4 .1 5.5 1.2 1.5-1.1 3.5-1.5 5.5-1.2v-10C11.5 2 9.5 2.4 8 3.5zM8 3.5v10",
  person: "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 13.8c.5-2.6 2.6-4 5.2-4s4.7 1.4 5.2 4",
  search: "M7 11.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.300l3.5 3.5",
  check: "M3 8.5 6.5 12 13 4.5",
  cross: "M4 4l8 8M12 4l-8 8",
  plus: "M8 3v10M3 8h10",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.3 1.6",
  calendar: "M2.5 4h11v9.500h-11zM2.5 7h11M5.3 2.300V5M10.7 2.300V5",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.800a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600z",
  archive: "M2 3h12v3H2zM3 6v7.500h10V6M6.3 8.800h3.4",
  flag: "M4 14V2.500M4 3h8l-1.8 2.800L12 8.600H4",
  bolt: "M9 1.5 3.5 9H7.500L7 14.5 12.5 7H8.500z",
  upload: "M8 10.500v-8M4.8 5.3 8 2.200l3.2 3.100M2.5 10v3.500h11V10",
  file: "M4 1.800h5l3.2 3.200v9.200H4zM9 1.800V5h3.2",
  warn: "M8 2 14.5 13.500h-13zM8 6.500v3.300M8 11.600v.2",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.300v3.700M8 4.900v.2",
  comment: "M2.5 3h11v8H8l-3.3 2.800V11H2.500z",
  back: "M9.5 3.5 5 8l4.5 4.5",
  next: "M6.5 3.5 11 8l-4.5 4.5",
  down: "M3.5 6 8 10.5 12.5 6",
  out: "M6.5 3.500h-3v9h9v-3M9 2.500h4.500V7M13.5 2.5 7.5 8.5",
  undo: "M5.5 3 2.5 6l3 3M2.8 6H10a3.5 3.5 0 0 1 0 7H6.5",
  circle: "M8 13.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
  ban: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.800l8.4 8.4",
  unknown: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.300c.2-2 3.7-1.9 3.6.1 0 1.3-1.8 1.3-1.8 2.700M8 11.200v.2",
  sun: "M8 10.800a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.600zM8 1.500v1.400M8 13.100v1.400M1.5 8h1.400M13.1 8h1.400M3.4 3.400l1 1M11.6 11.600l1 1M12.6 3.400l-1 1M4.4 11.600l-1 1",
  moon: "M13.3 9.800A5.7 5.7 0 0 1 6.2 2.700a5.7 5.7 0 1 0 7.1 7.100z",
  pencil: "M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.200z",
  key: "M5.5 10.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8.5 7.500h6M12.5 7.500v2.5",
  trash: "M3 4.500h10M6.3 4.500v-2h3.400v2M4.3 4.500l.6 9h6.200l.6-9",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
