// SPDX-License-Identifier: Apache-2.0
// What is told when: reminders, quiet hours, escalation, and how they show in histories and inboxes.
export const alertPlanWords = {
  event_alerted: ["Alert sent", "アラートを送信"],
  event_due_soon: ["Due soon", "期限間近"],
  event_overdue: ["Overdue", "期限超過"],
  event_escalated: ["Escalated: nobody has acted", "エスカレーション：未対応"],
} as const;
