// SPDX-License-Identifier: Apache-2.0
// Words of what others change while one looks.
export const liveWords = {
  live_show: ["Show", "表示する"],
  live_n_tickets: ["{n} ticket changed|{n} tickets changed", "{n} 件のチケットが更新されました"],
  live_n_notices: ["{n} notice changed|{n} notices changed", "{n} 件のお知らせが更新されました"],
  live_changed_by: ["Changed by {who}: {what}", "{who} による更新：{what}"],
} satisfies Record<string, readonly [english: string, japanese: string]>;
