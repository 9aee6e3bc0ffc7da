// SPDX-License-Identifier: Apache-2.0
// Words of what to raise first.
export const remedyWords = {
  remedy: ["Remedy", "対策"],
  remedies: ["What to raise first", "先に更新するもの"],
  remedies_lead: [
    "For each package, the one upgrade that clears most of its open tickets, and of those the smallest.",
    "パッケージごとに、未解決のチケットを最も多く解消する更新のうち、最も小さいものを示します。",
  ],
  remedies_empty: ["Nothing to raise", "更新するものはありません"],
  remedies_empty_hint: ["There is no open ticket that you can see.", "閲覧できる未解決のチケットはありません。"],
  remedy_raise: ["Raise {name} from {from} to {to}", "{name} を {from} から {to} に更新"],
  remedy_none: ["{name} {from}: no version that mends it is known", "{name} {from}：修正版は知られていません"],
  remedy_none_hint: [
    "Until there is one: mitigate it, transfer or accept the risk, or watch for its use. Write down which, as an action.",
    "修正版が出るまでは、緩和・移転・受容・検知のいずれかを行い、対応として記録してください。",
  ],
  remedy_deep: ["It is there because {name} needs it: raise that first.", "{name} が必要としています。まずそちらを更新してください。"],
  remedy_clears: ["clears {n} ticket of {all}|clears {n} tickets of {all}", "{all} 件中 {n} 件のチケットを解消"],
  remedy_without_fix: ["{n} ticket has no fix yet.|{n} tickets have no fix yet.", "修正版のないチケット：{n} 件"],
} as const;
