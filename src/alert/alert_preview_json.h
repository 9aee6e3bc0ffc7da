/* SPDX-License-Identifier: Apache-2.0 */
/* A preview as people see it (docs/api.yaml, AlertPreview). Example: alert_preview_json_print(out, &scope, &preview, since_us) */
#ifndef ALERT_ALERT_PREVIEW_JSON_H
#define ALERT_ALERT_PREVIEW_JSON_H

#include "alert/alert_preview.h"

/* Adds the members. */
void alert_preview_json_print(struct buf *out, const struct alert_scope *scope,
    const struct alert_preview *preview, int64_t since_us);

#endif
