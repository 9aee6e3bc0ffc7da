/* SPDX-License-Identifier: Apache-2.0 */
/* Public advisories over HTTP into the index: OSV dumps, KEV and EPSS, each only when it has changed since.
   Example: advisory_pull_run(&pull, import) fetches what pull names and adds it to the import. */
#ifndef ADVISORY_ADVISORY_PULL_H
#define ADVISORY_ADVISORY_PULL_H

#include "advisory/advisory_import.h"

/* What is fetched: BASE/ECOSYSTEM/all.zip for each ecosystem, and the two feeds. NULL leaves a part out. */
struct advisory_pull {
    const char *osv_url, *kev_url, *epss_url;
    const char *const *ecosystems;
    size_t ecosystem_count;
    const char *temp_path; /* where a file lies while it is read */
    void (*on_progress)(const char *what, size_t done, size_t total);
};

/* The public places, and the ecosystems that are fetched when none is named: those whose versions kenzen can order. */
extern const struct advisory_pull advisory_pull_public;

/* Fetches and adds. What cannot be had or read is noted in the import's report, and the rest goes on. */
void advisory_pull_run(const struct advisory_pull *pull, struct advisory_import *import);

#endif
