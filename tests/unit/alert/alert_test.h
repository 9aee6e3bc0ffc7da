/* SPDX-License-Identifier: Apache-2.0 */
/* A message with every field filled, for tests of what becomes of it. */
#ifndef ALERT_TEST_H
#define ALERT_TEST_H

#include "alert/alert_message.h"

#define ALERT_TEST_AT_US INT64_C(1767323045000000)

/* Fills every text with word. rows has count rows. */
static inline struct alert_message alert_test_message(
    struct text word, struct alert_affected *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct alert_affected){.ticket_id = (int64_t)i + 100,
            .vulnerability = word,
            .service = word,
            .part = word,
            .ecosystem = word,
            .package = word,
            .version = word,
            .priority = SSVC_IMMEDIATE,
            .due_us = ALERT_TEST_AT_US,
            .assignee_id = 9,
            .assignee = word};
    return (struct alert_message){.kind = ALERT_FLAW,
        .cause = ALERT_BY_ADVISORY,
        .team_id = 7,
        .team = word,
        .time_zone = TEXT("Asia/Tokyo"),
        .at_us = ALERT_TEST_AT_US,
        .subject = word,
        .days = 3,
        .priority = SSVC_IMMEDIATE,
        .outcome = word,
        .by_priority = {1, 2, 3, 4},
        .component_count = 4000,
        .from_us = ALERT_TEST_AT_US - 5,
        .until_us = ALERT_TEST_AT_US,
        .vulnerability_id = 17,
        .vulnerability = word,
        .summary = word,
        .is_kev = true,
        .is_ransomware = true,
        .is_malicious = true,
        .kev_due_us = ALERT_TEST_AT_US,
        .epss_millionths = 975310,
        .severity = SEVERITY_CRITICAL,
        .cvss_tenths = 100,
        .affected = rows,
        .affected_count = count,
        .total = (int64_t)count + 4,
        .service_count = 3,
        .fixed = word,
        .remedy = word,
        .link = TEXT("/tickets?vulnerability=CVE-2021-44228&state=open")};
}

#endif
