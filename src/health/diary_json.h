/* SPDX-License-Identifier: Apache-2.0 */
/* The diary as people see it: docs/api.yaml, Diary, DiaryBite, TeamDiaryWeek. Example: diary_json_bite(out, &bite) */
#ifndef HEALTH_DIARY_JSON_H
#define HEALTH_DIARY_JSON_H

#include "codec/json.h"
#include "health/diary.h"

void diary_json_bite(struct buf *out, const struct diary_bite *bite);
/* Adds "period" with what stands before and behind it, and "days" with their sums, and "marks". */
void diary_json_span(
    struct buf *out, const struct diary_span *span, const struct diary_mark *marks, size_t count);
void diary_json_team_week(struct buf *out, const struct diary_team_week *week);

#endif
