/* SPDX-License-Identifier: Apache-2.0 */
/* What a team says of signals: the names of its own packages, and the signals of a part that it has dismissed.
   Example: signal_rows_namespaces(db, team_id, arena, &namespaces, err); input.namespaces = namespaces.at */
#ifndef MATCH_SIGNAL_ROWS_H
#define MATCH_SIGNAL_ROWS_H

#include "match/signal.h"
#include "store/db.h"

struct signal_rows_namespaces {
    struct text *at;
    size_t count;
    int64_t set_by, set_us; /* 0: there are none */
    struct text setter;
};
MUST_USE bool signal_rows_namespaces(struct db *db, int64_t team_id, struct arena *arena,
    struct signal_rows_namespaces *ret_namespaces, struct err *err);
/* Sets all of them: at, count, set_by and set_us. */
MUST_USE bool signal_rows_set_namespaces(struct db *db, int64_t team_id,
    const struct signal_rows_namespaces *namespaces, struct err *err);

struct signal_rows_dismissal {
    int64_t id, part_id;
    enum signal_kind kind;
    struct text package; /* signal_package's */
    struct text what;    /* the signal's; a signal of another one is not dismissed */
    struct text reason, maker, undoer;
    int64_t created_by, created_us;
    int64_t undone_by, undone_us; /* undone_us 0: it holds */
};
/* Those of a part, newest first, below before_id (0: from the newest); only those that hold, or all. */
MUST_USE bool signal_rows_dismissals(struct db *db, int64_t part_id, int64_t before_id,
    bool only_holding, size_t limit, struct arena *arena,
    struct signal_rows_dismissal **ret_dismissals, size_t *ret_count, struct err *err);
/* One of any part: check it before anything is told. ERR_NOT_FOUND. */
MUST_USE bool signal_rows_dismissal(struct db *db, int64_t id, struct arena *arena,
    struct signal_rows_dismissal *ret_dismissal, struct err *err);
/* ERR_CONFLICT when it is dismissed already, ERR_LIMIT when the part has too many. */
MUST_USE bool signal_rows_dismiss(
    struct db *db, struct signal_rows_dismissal *dismissal, struct err *err);
/* ERR_CONFLICT when it was undone already. */
MUST_USE bool signal_rows_undo(
    struct db *db, int64_t id, int64_t account_id, int64_t now_us, struct err *err);

#endif
