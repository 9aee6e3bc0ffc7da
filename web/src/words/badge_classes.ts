// SPDX-License-Identifier: Apache-2.0
// Words of the badges that are built in: what each is called, and what it is for. English stands in the database too (sql/).
export const badgeClassWords = {
  badge_class_elimination: ["Flaw taken away", "脆弱性の除去"],
  badge_class_mitigation: ["Threat made smaller", "脅威の軽減"],
  badge_class_transfer: ["Risk handed over", "リスクの移転"],
  badge_class_acceptance: ["Risk weighed", "リスクの判断"],
  badge_class_detection: ["Threat looked for", "脅威の探索"],
  badge_class_rejection: ["Threat refuted", "脅威の否定"],
  badge_class_eliminator_1: ["Eliminator", "エリミネーター"],
  badge_class_eliminator_2: ["Eliminator II", "エリミネーター II"],
  badge_class_eliminator_3: ["Eliminator III", "エリミネーター III"],
  badge_class_eliminator_4: ["Eliminator IV", "エリミネーター IV"],
  badge_class_reason_1: ["Reason found", "原因の究明"],
  badge_class_reason_2: ["Reason found II", "原因の究明 II"],
  badge_class_reason_3: ["Reason found III", "原因の究明 III"],
  badge_class_hour_1: ["Within the hour", "1 時間以内"],
  badge_class_hour_2: ["Within the hour II", "1 時間以内 II"],
  badge_class_hour_3: ["Within the hour III", "1 時間以内 III"],
  badge_class_kev_1: ["Ahead of attackers", "攻撃者に先んじて"],
  badge_class_kev_2: ["Ahead of attackers II", "攻撃者に先んじて II"],
  badge_class_kev_3: ["Ahead of attackers III", "攻撃者に先んじて III"],
  badge_class_advisory_1: ["First advisory", "初めての対策推奨"],
  badge_class_advisory_2: ["Adviser", "アドバイザー"],
  badge_class_quarter: ["A quarter without overdue", "期限超過ゼロの四半期"],
  badge_class_team_eliminator_1: ["Team of eliminators", "チーム・エリミネーター"],
  badge_class_team_eliminator_2: ["Team of eliminators II", "チーム・エリミネーター II"],
  badge_class_team_eliminator_3: ["Team of eliminators III", "チーム・エリミネーター III"],

  badge_text_elimination: ["Took a flaw away from what we run.", "運用しているものから脆弱性を取り除いた。"],
  badge_text_mitigation: [
    "Made a threat smaller where it could not be taken away.",
    "取り除けない脅威を軽減した。",
  ],
  badge_text_transfer: ["Gave a risk to those who can bear it.", "リスクを負える者に移転した。"],
  badge_text_acceptance: ["Weighed a risk and answered for bearing it.", "リスクを評価し、責任を持って受容した。"],
  badge_text_detection: ["Looked for a threat, and wrote down what was found.", "脅威を探し、結果を記録した。"],
  badge_text_rejection: ["Showed that a threat is none.", "脅威に当たらないことを示した。"],
  badge_text_eliminator_1: ["Took flaws away; later SBOMs confirm it.", "脆弱性を取り除いた。その後の SBOM で確認済み。"],
  badge_text_eliminator_2: [
    "Took many flaws away; later SBOMs confirm it.",
    "多くの脆弱性を取り除いた。その後の SBOM で確認済み。",
  ],
  badge_text_eliminator_3: [
    "Took very many flaws away; later SBOMs confirm it.",
    "非常に多くの脆弱性を取り除いた。その後の SBOM で確認済み。",
  ],
  badge_text_eliminator_4: [
    "Takes flaws away year after year; later SBOMs confirm it.",
    "何年にもわたり脆弱性を取り除いている。その後の SBOM で確認済み。",
  ],
  badge_text_reason_1: [
    "Found out whether a threat is one, and said on what ground.",
    "脅威に当たるかどうかを調べ、根拠を示した。",
  ],
  badge_text_reason_2: [
    "Found out about many threats, and said on what ground.",
    "多くの脅威について調べ、根拠を示した。",
  ],
  badge_text_reason_3: [
    "Found out about very many threats, and said on what ground.",
    "非常に多くの脅威について調べ、根拠を示した。",
  ],
  badge_text_hour_1: [
    "Completed a ticket within the hour after acknowledging it; a later SBOM confirms it.",
    "確認から 1 時間以内に対応を完了した。その後の SBOM で確認済み。",
  ],
  badge_text_hour_2: [
    "Completed many tickets within the hour after acknowledging them; later SBOMs confirm it.",
    "確認から 1 時間以内の対応完了を重ねた。その後の SBOM で確認済み。",
  ],
  badge_text_hour_3: [
    "Completed very many tickets within the hour after acknowledging them; later SBOMs confirm it.",
    "確認から 1 時間以内の対応完了を非常に多く重ねた。その後の SBOM で確認済み。",
  ],
  badge_text_kev_1: [
    "Took ten exploited flaws (KEV) away before their due dates.",
    "悪用が確認された脆弱性（KEV）10 件を期限前に取り除いた。",
  ],
  badge_text_kev_2: [
    "Took many exploited flaws (KEV) away before their due dates.",
    "悪用が確認された脆弱性（KEV）を数多く期限前に取り除いた。",
  ],
  badge_text_kev_3: [
    "Took very many exploited flaws (KEV) away before their due dates.",
    "悪用が確認された脆弱性（KEV）を非常に多く期限前に取り除いた。",
  ],
  badge_text_advisory_1: [
    "Contributed an advisory: an action recommended to all teams.",
    "全チームへの対策の推奨を書いた。",
  ],
  badge_text_advisory_2: [
    "Contributed many advisories: actions recommended to all teams.",
    "全チームへの対策の推奨を数多く書いた。",
  ],
  badge_text_quarter: [
    "The team let no ticket become overdue for a quarter.",
    "チームは四半期の間、期限を 1 件も超過しなかった。",
  ],
  badge_text_team_eliminator_1: [
    "The team took many flaws away; later SBOMs confirm it.",
    "チームは多くの脆弱性を取り除いた。その後の SBOM で確認済み。",
  ],
  badge_text_team_eliminator_2: [
    "The team took very many flaws away; later SBOMs confirm it.",
    "チームは非常に多くの脆弱性を取り除いた。その後の SBOM で確認済み。",
  ],
  badge_text_team_eliminator_3: [
    "The team takes flaws away year after year; later SBOMs confirm it.",
    "チームは何年にもわたり脆弱性を取り除いている。その後の SBOM で確認済み。",
  ],
} as const;
