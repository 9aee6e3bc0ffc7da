// SPDX-License-Identifier: Apache-2.0
// The walk, in its order: what a newcomer does with kenzen from the first sign-in to a closed ticket.
import { adviceCases } from "./walk_advice.mjs";
import { aliasCases } from "./walk_alias.mjs";
import { alertCases } from "./walk_alerts.mjs";
import { badgeCases } from "./walk_badges.mjs";
import { chainCases } from "./walk_chains.mjs";
import { channelCases } from "./walk_channels.mjs";
import { decideCases } from "./walk_decide.mjs";
import { diaryCases } from "./walk_diary.mjs";
import { deskCases } from "./walk_desk.mjs";
import { healthCases } from "./walk_health.mjs";
import { inventoryCases } from "./walk_inventory.mjs";
import { explainCases } from "./walk_explain.mjs";
import { firstDayCases } from "./walk_first_day.mjs";
import { formCases } from "./walk_form.mjs";
import { jiraCases } from "./walk_jira.mjs";
import { journalCases } from "./walk_journal.mjs";
import { licenseCases } from "./walk_licenses.mjs";
import { liveCases } from "./walk_live.mjs";
import { mailCases } from "./walk_mail.mjs";
import { sbomCases } from "./walk_sbom.mjs";
import { signalCases } from "./walk_signals.mjs";
import { reportCases } from "./walk_report.mjs";
import { ssoCases } from "./walk_sso.mjs";
import { ticketCases } from "./walk_tickets.mjs";
import { verifyCases } from "./walk_verify.mjs";
import { vexCases } from "./walk_vex.mjs";
import { walletCases } from "./walk_wallet.mjs";
import { whereCases } from "./walk_where.mjs";
import { passwordCases } from "./walk_signin.mjs";
import { confirmCases } from "./walk_confirm.mjs";
import { peopleCases } from "./walk_people.mjs";
import { signInCases, signOutCases } from "./walk_session.mjs";

export const cases = [
  ...signInCases,
  ...inventoryCases,
  ...ticketCases,
  ...adviceCases,
  ...aliasCases,
  ...deskCases,
  ...liveCases,
  ...decideCases,
  ...explainCases,
  ...vexCases,
  ...whereCases,
  ...sbomCases,
  ...licenseCases,
  ...signalCases,
  ...channelCases,
  ...alertCases,
  ...jiraCases,
  ...journalCases,
  ...badgeCases,
  ...verifyCases,
  ...walletCases,
  ...chainCases,
  ...diaryCases,
  ...formCases,
  ...ssoCases,
  ...mailCases,
  ...passwordCases,
  ...peopleCases,
  ...confirmCases,
  ...firstDayCases,
  ...healthCases,
  ...reportCases,
  ...signOutCases,
];
