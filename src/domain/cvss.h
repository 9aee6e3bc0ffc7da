/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS vectors, versions 2.0, 3.0, 3.1 and 4.0, scored by FIRST's specifications.
   Example: cvss_read(&c, TEXT("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), err) gives 9.8, critical. */
#ifndef DOMAIN_CVSS_H
#define DOMAIN_CVSS_H

#include "base/err.h"
#include "base/text.h"

enum severity {
    SEVERITY_UNKNOWN, /* nobody has said; not the same as none */
    SEVERITY_NONE,
    SEVERITY_LOW,
    SEVERITY_MEDIUM,
    SEVERITY_HIGH,
    SEVERITY_CRITICAL,
};

struct cvss {
    unsigned version_tenths; /* 20, 30, 31, 40 */
    unsigned score_tenths;   /* the base score (4.0: CVSS-B…BTE as given), 0 to 100 */
    enum severity severity;  /* by the qualitative scale; 2.0 by NVD's (no critical) */
};

/* Reads and scores a vector. Fails with ERR_SYNTAX, naming the metric. */
MUST_USE bool cvss_read(struct cvss *ret_cvss, struct text vector, struct err *err);

/* Returns the rating for a score in tenths of CVSS 3 and 4; 0 gives SEVERITY_NONE. */
enum severity cvss_severity(unsigned score_tenths);

const char *cvss_severity_name(enum severity severity);
/* Reads "critical", "HIGH", "Moderate" (GitHub's word for medium), "important" (Red Hat's for high)…; other words give SEVERITY_UNKNOWN. */
enum severity cvss_severity_of(struct text word);

#endif
