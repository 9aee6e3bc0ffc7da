// SPDX-License-Identifier: Apache-2.0
// Words of what is run against what is known.
export const coverageWords = {
  withdrawn: ["Withdrawn", "取り下げ"],
  withdrawn_hint: ["Taken back by their source: never findings", "情報源が取り下げたもの（検出されません）"],
  notices: ["Notices", "お知らせ"],
  notices_hint: ["Bug fixes and enhancements: never findings", "不具合修正や機能追加（検出されません）"],
  unusable_hint: [
    "Kept, but they name no package or no versions that could be compared",
    "パッケージやバージョンの記載がなく、照合に使えないもの",
  ],
  refused: ["Refused", "読み取り不可"],
  refused_hint: ["Could not be read, and are not here", "読み取れず、取り込まれなかったもの"],
  coverage_answers_lead: [
    "The components of {n} current SBOM, as last matched.|The components of {n} current SBOMs, as last matched.",
    "現行の SBOM {n} 件に含まれるコンポーネントの、最後の照合結果です。",
  ],
  coverage_unmatched: [
    "{n} current SBOM was not matched yet: nothing is known of its components.|{n} current SBOMs were not matched yet: nothing is known of their components.",
    "現行の SBOM {n} 件はまだ照合されておらず、コンポーネントの状態は不明です。",
  ],
  coverage_run: ["What is run", "使用中のエコシステム"],
  coverage_covered: ["covered", "対象"],
  coverage_by: ["covered by {names}", "情報源：{names}"],
  coverage_owned: [
    "{n} brought by the operating system, and judged through it",
    "うち {n} 件は OS のパッケージとして判定",
  ],
  coverage_no_ecosystem: ["No ecosystem", "エコシステム不明"],
  coverage_no_ecosystem_hint: [
    "Their SBOMs do not say what they are packages of: a package URL would.",
    "SBOM に種類が書かれていません。パッケージ URL があれば照合できます。",
  ],
  coverage_no_release: [
    "The SBOM does not say which release it is.",
    "SBOM にリリース（バージョン）が書かれていません。",
  ],
  coverage_no_public: [
    "No public source is known for it here: import the vendor’s own records.",
    "公開情報源がありません。ベンダーの情報を取り込んでください。",
  ],
  coverage_to_pull: ["To cover it:", "取り込みコマンド："],
  coverage_nothing_run: ["Nothing is run yet", "使用中のものはまだありません"],
  coverage_nothing_run_hint: [
    "Upload the SBOM of a service, and this page tells what of it is covered.",
    "サービスの SBOM を登録すると、対象範囲がここに表示されます。",
  ],
  coverage_unused: ["Covered, but not run", "情報はあるが使用していないもの"],
} as const;
