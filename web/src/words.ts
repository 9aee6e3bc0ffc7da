// SPDX-License-Identifier: Apache-2.0
// All that the pages say, in every language they speak. A word missing in one of them does not compile.
import { actionWords } from "./words/actions";
import { alertPlanWords } from "./words/alert_plan";
import { badgeClassWords } from "./words/badge_classes";
import { badgeWords } from "./words/badges";
import { chainWords } from "./words/chains";
import { channelWords } from "./words/channels";
import { commonWords } from "./words/common";
import { coverageWords } from "./words/coverage";
import { diaryWords } from "./words/diary";
import { decideWords } from "./words/decide";
import { deskWords } from "./words/desk";
import { explainWords } from "./words/explain";
import { healthWords } from "./words/health";
import { feedbackWords } from "./words/feedback";
import { healthAdviceWords } from "./words/health_advice";
import { inventoryWords } from "./words/inventory";
import { jiraWords } from "./words/jira";
import { journalWords } from "./words/journal";
import { licenseWords } from "./words/licenses";
import { liveWords } from "./words/live";
import { mailWords } from "./words/mail";
import { remedyWords } from "./words/remedy";
import { peopleWords } from "./words/people";
import { sbomWords } from "./words/sbom";
import { signinWords } from "./words/signin";
import { signalWords } from "./words/signals";
import { ssoWords } from "./words/sso";
import { ticketWords } from "./words/tickets";
import { verifyWords } from "./words/verify";
import { vexWords } from "./words/vex";
import { walletWords } from "./words/wallet";
import { whereWords } from "./words/where";

export const words = {
  ...actionWords,
  ...alertPlanWords,
  ...badgeClassWords,
  ...badgeWords,
  ...chainWords,
  ...channelWords,
  ...commonWords,
  ...coverageWords,
  ...diaryWords,
  ...decideWords,
  ...deskWords,
  ...explainWords,
  ...healthWords,
  ...feedbackWords,
  ...healthAdviceWords,
  ...inventoryWords,
  ...jiraWords,
  ...journalWords,
  ...licenseWords,
  ...liveWords,
  ...mailWords,
  ...remedyWords,
  ...peopleWords,
  ...sbomWords,
  ...signinWords,
  ...signalWords,
  ...ssoWords,
  ...ticketWords,
  ...verifyWords,
  ...vexWords,
  ...walletWords,
  ...whereWords,
} satisfies Record<string, readonly [english: string, japanese: string]>;
