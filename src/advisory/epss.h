/* SPDX-License-Identifier: Apache-2.0 */
/* EPSS scores as FIRST publishes them: CSV with a comment line that dates it.
   Example: struct epss epss; epss_read(&epss, csv, err); while (epss_read_row(&epss, &row, err)) … epss_done(&epss); */
#ifndef ADVISORY_EPSS_H
#define ADVISORY_EPSS_H

#include "advisory/advisory_index.h"
#include "codec/csv.h"

struct epss {
    struct csv csv;
    struct text model; /* model_version of the comment; or empty */
    int64_t date_us;   /* score_date of the comment; 0 when not said */
    size_t cve_column, score_column, percentile_column;
};

struct epss_row {
    struct text cve;
    struct advisory_facts facts;
    const char *fault; /* what is wrong with it, or NULL */
};

/* Returns whether a text looks like such a file. */
bool epss_is(struct text text);
/* Reads comment and column names, and leaves epss at the first row. Fails with ERR_SYNTAX. */
MUST_USE bool epss_read(struct epss *ret_epss, struct text text, struct err *err);
void epss_done(struct epss *epss);
/* Reads the next row; one that cannot be understood has a fault. Returns false at the end with err untouched, and with
   ERR_SYNTAX when the CSV itself is broken. */
bool epss_read_row(struct epss *epss, struct epss_row *ret_row, struct err *err);

#endif
