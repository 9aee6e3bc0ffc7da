/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of a ticket, for the files that hold its SQL, and for no others.
   Example: db_query(db, "SELECT " TICKET_COLUMNS_SELECT ", s.name FROM ticket t …"); ticket_rows_read(&rows, 0, &ticket) */
#ifndef TICKET_TICKET_COLUMNS_H
#define TICKET_TICKET_COLUMNS_H

#include "ticket/ticket.h"

/* The columns of a ticket in the order in which they are written and read. The id is never set again: SQLite would look through
   every table that refers to tickets. */
#define TICKET_COLUMNS(X) X(id) TICKET_COLUMNS_CHANGING(X)
#define TICKET_COLUMNS_CHANGING(X)                                                                 \
    X(team_id)                                                                                     \
    X(service_id)                                                                                  \
    X(part_id)                                                                                     \
    X(vulnerability_id)                                                                            \
    X(ecosystem)                                                                                   \
    X(package)                                                                                     \
    X(state)                                                                                       \
    X(cause)                                                                                       \
    X(is_done)                                                                                     \
    X(mark_reason)                                                                                 \
    X(rank)                                                                                        \
    X(priority)                                                                                    \
    X(decision)                                                                                    \
    X(name)                                                                                        \
    X(aliases)                                                                                     \
    X(summary)                                                                                     \
    X(url)                                                                                         \
    X(records)                                                                                     \
    X(severity)                                                                                    \
    X(score_tenths)                                                                                \
    X(cvss_vector)                                                                                 \
    X(is_malicious)                                                                                \
    X(is_kev)                                                                                      \
    X(is_kev_ransomware)                                                                           \
    X(kev_added_us)                                                                                \
    X(kev_due_us)                                                                                  \
    X(epss_millionths)                                                                             \
    X(epss_percentile_millionths)                                                                  \
    X(epss_date_us)                                                                                \
    X(ssvc_exploitation)                                                                           \
    X(ssvc_automatable)                                                                            \
    X(ssvc_technical_impact)                                                                       \
    X(use_scope)                                                                                   \
    X(use_is_direct)                                                                               \
    X(versions)                                                                                    \
    X(fixed)                                                                                       \
    X(search)                                                                                      \
    X(generation)                                                                                  \
    X(sbom_number)                                                                                 \
    X(due_us)                                                                                      \
    X(due_source)                                                                                  \
    X(due_from_us)                                                                                 \
    X(assignee_id)                                                                                 \
    X(created_us)                                                                                  \
    X(updated_us)                                                                                  \
    X(closed_us)                                                                                   \
    X(accepted_until_us)                                                                           \
    X(accepted_by)                                                                                 \
    X(mitigation)                                                                                  \
    X(undone_facts)

#define TICKET_COLUMNS_AS_ENUM(column) AT_##column,
#define TICKET_COLUMNS_AS_SELECT(column) "t." #column ", "

/* Where a column stands in a row of TICKET_COLUMNS_SELECT; what comes behind begins at TICKET_COLUMN_COUNT. */
enum ticket_column { TICKET_COLUMNS(TICKET_COLUMNS_AS_ENUM) AT_version, TICKET_COLUMN_COUNT };

#define TICKET_COLUMNS_SELECT TICKET_COLUMNS(TICKET_COLUMNS_AS_SELECT) "t.version"

/* Reads a row of TICKET_COLUMNS_SELECT; its texts live as long as rows. */
void ticket_rows_read(const struct db_rows *rows, size_t row, struct ticket *ret_ticket);

#endif
