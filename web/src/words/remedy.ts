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
    "Until there is a fix: mitigate it, transfer or accept the risk, or watch for its use. It is kept as an action.",
    "修正版が出るまでは、緩和・移転・受容・検知のいずれかを行ってください。対応として記録されます。",
  ],
  remedy_deep: ["It is there because {name} needs it: raise that first.", "{name} が必要としています。まずそちらを更新してください。"],
  remedy_clears: ["clears {n} ticket of {all}|clears {n} tickets of {all}", "{all} 件中 {n} 件のチケットを解消"],
  remedy_without_fix: ["{n} ticket has no fix yet.|{n} tickets have no fix yet.", "修正版のないチケット：{n} 件"],

  advice: ["What analysts recommend", "アナリストの推奨"],
  advice_none: ["Nothing is recommended yet.", "推奨はまだありません。"],
  advice_do: ["Do this", "これを行う"],
  advice_for_flaw: ["for {id}", "{id} について"],
  advice_for_package: ["for {name}, whatever its flaw", "{name} について（脆弱性を問わない）"],
  advice_for_both: ["for {id} in {name}", "{name} の {id} について"],
  advice_recommend: ["Recommend an action", "対応を推奨する"],
  advice_lead: ["Every team sees it on the tickets that it is about.", "該当するチケットで、すべてのチームに表示されます。"],
  advice_about: ["For what", "対象"],
  advice_about_flaw: ["{id}, in every package", "{id}（すべてのパッケージ）"],
  advice_about_package: ["{name}, whatever its flaw", "{name}（脆弱性を問わない）"],
  advice_about_both: ["{id} in {name} only", "{name} の {id} のみ"],
  advice_text: ["What is to be done?", "行うべき内容"],
  advice_text_example: ["For example: switch lookups off, -Dlog4j2.formatMsgNoLookups=true", "例：ルックアップを無効にする、-Dlog4j2.formatMsgNoLookups=true"],
  advice_withdraw: ["Withdraw", "取り下げる"],
  told_recommended: ["Recommended to all teams.", "すべてのチームに推奨しました。"],
  told_withdrawn: ["Withdrawn.", "取り下げました。"],
} as const;
